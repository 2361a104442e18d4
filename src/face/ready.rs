//! A result whose text and JSON are made before it is shown.

use serde_json::Value;

use crate::{base::Lang, face::frame::Show};

/// A result with its two forms.
pub struct Ready {
    /// The name and version of the JSON object.
    pub schema: &'static str,
    /// What stands under `value`.
    pub value: Value,
    /// What stands beside `value`.
    pub extra: Vec<(&'static str, Value)>,
    /// The text, in the language of the user.
    pub text: String,
}

impl Show for Ready {
    fn schema(&self) -> &'static str {
        self.schema
    }

    fn value(&self) -> Value {
        self.value.clone()
    }

    fn extra(&self) -> Vec<(&'static str, Value)> {
        self.extra.clone()
    }

    fn text(&self, _lang: Lang) -> String {
        self.text.clone()
    }
}
