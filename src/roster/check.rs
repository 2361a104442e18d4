//! The checks of what is typed or imported: names, addresses, telephone numbers, shares of working time.
//!
//! A check returns the value in the one form that is stored, or the [`Fault`]. The figures are those of the
//! security profile; they stand here and nowhere else.

use crate::base::{
    Fault,
    address::{Address, AddressFault},
    text::{is_unsafe, tidy},
};

/// The most characters of a name or a short text.
pub const NAME_MAX: usize = 200;
/// The most characters of a free text.
pub const FREE_MAX: usize = 2_000;

/// Checks a name, a site, a tag: 1 to 200 characters, composed, without control or invisible characters.
///
/// # Errors
/// [`Fault::Empty`], [`Fault::TooLong`], [`Fault::Character`].
pub fn name(text: &str) -> Result<String, Fault> {
    line(text, NAME_MAX)
}

/// Checks one line of text of at most `max` characters, by the rules of [`name`].
///
/// # Errors
/// As [`name`].
pub fn line(text: &str, max: usize) -> Result<String, Fault> {
    // Do not compose a megabyte only to refuse it: composing shortens at most four to one.
    if text.len() > max.saturating_mul(16) {
        return Err(Fault::TooLong(max));
    }
    let out = tidy(text);
    if out.is_empty() {
        return Err(Fault::Empty);
    }
    if let Some(c) = out.chars().find(|c| is_unsafe(*c)) {
        return Err(Fault::Character(u32::from(c)));
    }
    if out.chars().count() > max {
        return Err(Fault::TooLong(max));
    }
    Ok(out)
}

/// Checks a mail address and returns it with its domain in lower case: whatever passes can be written to.
///
/// # Errors
/// [`Fault::Empty`], [`Fault::Address`].
pub fn address(text: &str) -> Result<String, Fault> {
    Address::read(text).map(String::from).map_err(|fault| match fault {
        AddressFault::Empty => Fault::Empty,
        other => Fault::Address(other),
    })
}

/// Tells whether two addresses reach the same box: case apart.
#[must_use]
pub fn same_address(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// Tells whether an address lies in one of the employer's domains or in a domain below one.
///
/// See [`guard`](crate::base::guard): disguises count too.
#[must_use]
pub fn in_domains(address: &str, domains: &[String]) -> bool {
    crate::base::guard::holds_address(address, domains)
}

/// French numbers that belong to an overseas country code: the first four digits of the national number.
const OVERSEAS: &[(&[&str], &str)] = &[
    (&["0262", "0263", "0269", "0639", "0692", "0693"], "262"),
    (&["0590", "0690", "0691"], "590"),
    (&["0594", "0694"], "594"),
    (&["0596", "0696", "0697"], "596"),
];

/// Checks a telephone number and returns it in the international form (E.164, `+33612345678`).
///
/// Takes French numbers as they are written, also with the leading zero or the `+` of `+33` lost in a spreadsheet,
/// `00` or `+`.
///
/// # Errors
/// [`Fault::Empty`], [`Fault::Phone`].
pub fn phone(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    let kept: String = text
        .replace("(0)", "")
        .chars()
        .filter(|c| {
            !(c.is_whitespace() || matches!(c, '.' | '-' | '/' | '(' | ')' | '\u{2010}'..='\u{2013}'))
        })
        .collect();
    let international = kept.strip_prefix('+').or_else(|| kept.strip_prefix("00"));
    let digits = international.unwrap_or(&kept);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::Phone);
    }
    let out = match (international, digits.len()) {
        (Some(number), 8..=15) if !number.starts_with('0') => format!("+{number}"),
        (None, 10) if digits.starts_with('0') => national(digits),
        (None, 11) if digits.starts_with("33") => format!("+{digits}"),
        (None, 9) if !digits.starts_with('0') => national(&format!("0{digits}")),
        _ => return Err(Fault::Phone),
    };
    let french_is_whole =
        out.strip_prefix("+33").is_none_or(|rest| rest.len() == 9 && !rest.starts_with('0'));
    if out.starts_with("+0") || !french_is_whole { Err(Fault::Phone) } else { Ok(out) }
}

fn national(digits: &str) -> String {
    let code = digits
        .get(..4)
        .and_then(|head| OVERSEAS.iter().find_map(|(heads, code)| heads.contains(&head).then_some(*code)));
    format!("+{}{}", code.unwrap_or("33"), digits.get(1..).unwrap_or_default())
}

/// Checks a share of working time and returns it as an exact reduced fraction (`4/5`), `1` for full time.
///
/// Takes `80 %`, `80`, `0,8`, `4/5`, `28/35`, `temps plein`, `mi-temps`, `full time`, `half time`.
///
/// # Errors
/// [`Fault::Empty`], [`Fault::Share`].
pub fn share(text: &str) -> Result<String, Fault> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let (top, bottom) = match compact.as_str() {
        "" => return Err(Fault::Empty),
        "tempsplein" | "tempscomplet" | "fulltime" | "full-time" => (1, 1),
        "mi-temps" | "mitemps" | "halftime" | "half-time" => (1, 2),
        other => fraction(other).ok_or(Fault::Share)?,
    };
    // Above 1 a bare number is a percentage: spreadsheets show 80 and mean 80 %.
    let percent = !compact.contains(['/', '%']) && top > bottom;
    let bottom = if percent || compact.ends_with('%') { bottom.checked_mul(100) } else { Some(bottom) };
    let bottom = bottom.ok_or(Fault::Share)?;
    if top == 0 || bottom == 0 || top > bottom {
        return Err(Fault::Share);
    }
    let by = gcd(top, bottom).max(1);
    let (top, bottom) = (top.checked_div(by).unwrap_or(top), bottom.checked_div(by).unwrap_or(bottom));
    Ok(if bottom == 1 { "1".to_owned() } else { format!("{top}/{bottom}") })
}

/// Reads a fraction or a decimal number without floating point.
fn fraction(text: &str) -> Option<(u64, u64)> {
    let text = text.strip_suffix('%').unwrap_or(text);
    let number = |t: &str| (t.len() <= 6 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse().ok())?;
    if let Some((top, bottom)) = text.split_once('/') {
        return Some((number(top)?, number(bottom)?));
    }
    match text.split_once([',', '.']) {
        None => Some((number(text)?, 1)),
        Some((whole, decimals)) => {
            let scale = 10_u64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
            let whole: u64 = if whole.is_empty() { 0 } else { number(whole)? };
            Some((whole.checked_mul(scale)?.checked_add(number(decimals)?)?, scale))
        }
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a
}

#[cfg(test)]
mod tests;
