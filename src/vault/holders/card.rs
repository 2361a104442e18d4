//! The card of a device: its name, its age recipient and its public signing key, signed together.
//!
//! Without the signature somebody could pair the recipient of one with the signing key of another.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use minicbor::{Decoder, Encoder};

use crate::{
    base::{
        Device,
        text::{is_unsafe, tidy},
    },
    vault::{
        holders::{
            Malformed,
            sign::{self, SIGNATURE, Signer, What},
            words,
        },
        identity::Identity,
    },
};

/// A name is never longer, in characters.
pub const NAME_MOST: usize = 60;
/// What the text of a card begins with.
pub const PREFIX: &str = "cp1:";
/// The text of a card is never longer, line breaks and spaces not counted.
pub const TEXT_MOST: usize = 1_000;
/// The layout of a card.
const LAYOUT: u64 = 1;

/// The card of a device or of a recovery key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// What people call it: *laptop of Camille*.
    pub name: String,
    /// The age recipient, `age1…`.
    pub recipient: String,
    /// The public signing key.
    pub sign_pk: [u8; 32],
    /// The signature over the rest.
    pub signature: [u8; SIGNATURE],
}

impl Card {
    /// Makes the card of an identity.
    ///
    /// # Errors
    /// [`Malformed`] for a name that cannot stand in a card.
    pub fn make(identity: &Identity, name: &str) -> Result<Self, Malformed> {
        let name = named(&tidy(name))?;
        let (signer, recipient) = (Signer::of(identity), identity.public());
        let signature = signer.sign(What::Card, &signed(&name, &recipient, signer.public()));
        Ok(Self { name, recipient, sign_pk: *signer.public(), signature })
    }

    /// Returns the device that the card is of.
    #[must_use]
    pub fn device(&self) -> Device {
        sign::device(&self.recipient, &self.sign_pk)
    }

    /// Checks the name, the recipient, the key and the signature.
    ///
    /// # Errors
    /// [`Malformed`] with what does not fit.
    pub fn check(&self) -> Result<(), Malformed> {
        named(&self.name)?;
        age_recipient(&self.recipient)?;
        sign::key(&self.sign_pk)?;
        let signed = signed(&self.name, &self.recipient, &self.sign_pk);
        if sign::verifies(&self.sign_pk, What::Card, &signed, &self.signature) {
            Ok(())
        } else {
            Err(Malformed("the signature of the card does not fit"))
        }
    }

    /// Returns the bytes of the card.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        // The writer is a vector, so there is no error to report.
        let _ = Encoder::new(&mut out)
            .array(5)
            .and_then(|e| e.u64(LAYOUT)?.str(&self.name)?.str(&self.recipient))
            .and_then(|e| e.bytes(&self.sign_pk)?.bytes(&self.signature));
        out
    }

    /// Returns the card as a text in one line, `cp1:` and base64url: for a mail, a file, a QR code.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(self.encode()))
    }

    /// Reads the text of a card and checks it. Spaces and line breaks within are passed over: mail programs add them.
    ///
    /// # Errors
    /// [`Malformed`] as [`Card::decode`].
    pub fn from_text(text: &str) -> Result<Self, Malformed> {
        let bare: String =
            text.chars().filter(|c| !c.is_whitespace()).take(TEXT_MOST.saturating_add(1)).collect();
        let body =
            bare.strip_prefix(PREFIX).filter(|_| bare.len() <= TEXT_MOST).ok_or(Malformed("not a card"))?;
        let bytes = URL_SAFE_NO_PAD.decode(body).map_err(|_| Malformed("not a card"))?;
        Self::decode(&bytes)
    }

    /// Returns the numbers of the six words that are compared by voice; see [`crate::vault::holders::words`].
    #[must_use]
    pub fn six(&self) -> [u16; 6] {
        words::six(&self.encode())
    }

    /// Reads a card and checks it.
    ///
    /// # Errors
    /// [`Malformed`] for anything that is not exactly one whole, signed card.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let card = read(bytes).ok_or(Malformed("not a card"))?;
        if card.encode() != bytes {
            return Err(Malformed("not a card"));
        }
        card.check()?;
        Ok(card)
    }
}

fn read(bytes: &[u8]) -> Option<Card> {
    let mut d = Decoder::new(bytes);
    if (d.array().ok()??, d.u64().ok()?) != (5, LAYOUT) {
        return None;
    }
    Some(Card {
        name: d.str().ok()?.to_owned(),
        recipient: d.str().ok()?.to_owned(),
        sign_pk: d.bytes().ok()?.try_into().ok()?,
        signature: d.bytes().ok()?.try_into().ok()?,
    })
}

/// What the signature of a card covers.
fn signed(name: &str, recipient: &str, sign_pk: &[u8; 32]) -> Vec<u8> {
    let mut out = Vec::new();
    let _ = Encoder::new(&mut out)
        .array(4)
        .and_then(|e| e.u64(LAYOUT)?.str(name)?.str(recipient)?.bytes(sign_pk));
    out
}

/// Takes a name that can stand in a card: in one line, tidy, at most [`NAME_MOST`] characters.
///
/// # Errors
/// [`Malformed`] for another one.
pub fn named(name: &str) -> Result<String, Malformed> {
    let long = name.chars().count() > NAME_MOST;
    if name.is_empty() || long || name.contains(is_unsafe) || tidy(name) != name {
        return Err(Malformed("the name cannot stand in a card"));
    }
    Ok(name.to_owned())
}

/// Takes an age recipient of the kind that this program seals to, `age1…` and 58 more characters, in small letters.
///
/// # Errors
/// [`Malformed`] for any other kind, and for a spelling that age would not write.
pub fn age_recipient(text: &str) -> Result<(), Malformed> {
    match text.parse::<age::x25519::Recipient>() {
        Ok(key) if key.to_string() == text => Ok(()),
        _ => Err(Malformed("not an age recipient")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Card {
        Card::make(&Identity::generate(), "Portable de Camille").unwrap()
    }

    #[test]
    fn reads_what_it_wrote_and_no_changed_bit_of_it() {
        let card = card();
        let bytes = card.encode();
        assert_eq!(Card::decode(&bytes), Ok(card));
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(Card::decode(&changed).is_err(), "bit {bit}");
        }
        for end in 0..bytes.len() {
            assert!(Card::decode(&bytes[..end]).is_err(), "cut at {end}");
        }
        assert!(Card::decode(&[&bytes[..], &[0]].concat()).is_err());
    }

    #[test]
    fn its_text_is_read_however_a_mail_broke_it_and_in_no_other_form() {
        let card = card();
        let text = card.text();
        assert!(text.starts_with("cp1:") && text.len() < 320, "{}", text.len());
        assert_eq!(Card::from_text(&text), Ok(card.clone()));
        let (a, b) = text.split_at(70);
        assert_eq!(Card::from_text(&format!("  {a}\r\n  {b}\n")), Ok(card));
        for bad in [
            "",
            "cp1:",
            a,
            &text[4..],
            &format!("cp2:{}", &text[4..]),
            &format!("{text}="),
            &format!("{text}A"),
        ] {
            assert!(Card::from_text(bad).is_err(), "{bad}");
        }
        assert!(Card::from_text(&format!("cp1:{}", "A".repeat(1_000_000))).is_err());
    }

    #[test]
    fn the_key_of_one_and_the_recipient_of_another_make_no_card() {
        let (a, b) = (card(), card());
        let paired = Card { recipient: a.recipient.clone(), ..b };
        assert_eq!(paired.check(), Err(Malformed("the signature of the card does not fit")));
        assert_ne!(paired.device(), a.device());
    }

    #[test]
    fn a_second_spelling_of_the_recipient_or_of_the_name_is_refused() {
        let identity = Identity::generate();
        let signer = Signer::of(&identity);
        let made = |name: &str, recipient: &str| Card {
            name: name.to_owned(),
            recipient: recipient.to_owned(),
            sign_pk: *signer.public(),
            signature: signer.sign(What::Card, &signed(name, recipient, signer.public())),
        };
        let recipient = identity.public();
        assert_eq!(made("A", &recipient).check(), Ok(()));
        for (name, recipient) in [
            ("", recipient.as_str()),
            (" A", &recipient),
            ("A\u{202e}B", &recipient),
            ("A\nB", &recipient),
            ("e\u{301}", &recipient),
            (&"a".repeat(NAME_MOST + 1), &recipient),
            ("A", &recipient.to_uppercase()),
            ("A", "age1pq1qqqq"),
            ("A", &recipient[..61]),
        ] {
            assert!(made(name, recipient).check().is_err(), "{name:?} {recipient}");
        }
    }
}
