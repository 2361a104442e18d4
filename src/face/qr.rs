//! A text as a QR code on the terminal, to be read by a telephone or by another laptop.

use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};

/// Draws a text with half blocks, for light letters on a dark ground; a dark ground is what most terminals have, and telephones
/// read the other way round too. `None` for a text that is too long for any code.
///
/// A text of 425 bytes is at most 77 columns wide, its margin included.
#[must_use]
pub fn draw(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    Some(code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build())
}

/// Draws a text with half blocks, dark on a light ground: for paper.
#[must_use]
pub fn on_paper(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    Some(code.render::<Dense1x2>().build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_square_has_a_margin_and_fits_80_columns() {
        for (len, width) in [(1, 29), (300, 69), (425, 77)] {
            let drawn = draw(&"a".repeat(len)).unwrap();
            let lines: Vec<&str> = drawn.lines().collect();
            assert_eq!(lines.len(), width / 2 + 1, "{len}");
            assert!(lines.iter().all(|l| l.chars().count() == width), "{len}");
            assert!(lines[0].chars().all(|c| c == '█'), "the margin is light");
        }
        assert_ne!(draw("a"), draw("b"));
        assert_eq!(draw(&"a".repeat(5_000)), None);
    }
}
