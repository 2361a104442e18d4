//! A message on its way to the server: the bytes that will be written, and the two addresses of its envelope.

use crate::mail::Message;

/// A message as the conversation needs it: one sender, one recipient, the bytes to write.
pub(super) struct Envelope {
    pub(super) from: lettre::Address,
    pub(super) to: lettre::Address,
    pub(super) data: String,
}

/// Returns the bytes to write for a message: lines that begin with a dot get another, the final dot is added.
pub(super) fn stuffed(message: &Message) -> String {
    let text = String::from_utf8_lossy(message.bytes());
    let mut data = String::with_capacity(text.len().saturating_add(64));
    for line in text.split_inclusive("\r\n") {
        if line.starts_with('.') {
            data.push('.');
        }
        data.push_str(line);
    }
    data.push_str(".\r\n");
    data
}

impl Envelope {
    /// Prepares a message that was [`stuffed`], for the two addresses of its envelope.
    pub(super) fn new(from: &str, to: &str, data: String) -> Option<Self> {
        // Both were read by our own rule, which is narrower than lettre's.
        let address = |text: &str| {
            let (local, domain) = text.split_once('@')?;
            lettre::Address::new(local, domain).ok()
        };
        Some(Self { from: address(from)?, to: address(to)?, data })
    }
}
