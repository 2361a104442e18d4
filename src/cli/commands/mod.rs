//! One file per group of commands.

pub mod agenda;
pub mod bargain;
pub mod company;
pub mod demo;
pub mod doctor;
pub mod election;
pub mod export;
pub mod init;
pub mod law;
mod ledger;
pub mod manual;
pub mod member;
pub mod notice;
pub mod status;

/// Writes a number of bytes for people.
pub(crate) fn size(lang: crate::base::Lang, bytes: u64) -> String {
    let unit = |letter: &str| match lang {
        crate::base::Lang::Fr => format!("{letter}o"),
        crate::base::Lang::En => format!("{letter}B"),
    };
    match bytes {
        0..1_000 => {
            format!("{bytes}\u{a0}{}", if lang == crate::base::Lang::Fr { "octets" } else { "bytes" })
        }
        1_000..1_000_000 => format!("{}\u{a0}{}", bytes.div_ceil(1_000), unit("k")),
        _ => {
            let tenths = bytes.div_ceil(100_000);
            let (whole, tenth) = (tenths / 10, tenths % 10);
            let point = if lang == crate::base::Lang::Fr { ',' } else { '.' };
            format!("{whole}{point}{tenth}\u{a0}{}", unit("M"))
        }
    }
}
