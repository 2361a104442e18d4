//! Views: what a command shows, as data. The JSON and `docs/json.md` are made from their types.

use serde::Serialize;

/// What stands under `value` in the JSON of a command.
pub trait View: Serialize {
    /// The name and version of the JSON object, `contrepoids.<noun>.<verb>/1`.
    fn schema(&self) -> &'static str;
}

impl<V: View + ?Sized> View for &V {
    fn schema(&self) -> &'static str {
        (**self).schema()
    }
}

/// A view as `docs/json.md` lists it.
#[cfg(test)]
pub struct Documented {
    /// Its name and version.
    pub schema: &'static str,
    /// Whether `because` and `caveats` stand beside `value`.
    pub reasoned: bool,
    /// The keys, as JSON Schema.
    pub keys: schemars::Schema,
}

#[cfg(test)]
impl Documented {
    /// Returns the keys of a view as it is written.
    pub fn of<V: schemars::JsonSchema>(schema: &'static str, reasoned: bool) -> Self {
        let settings = schemars::generate::SchemaSettings::default().for_serialize();
        let keys = settings.with(|s| s.inline_subschemas = true).into_generator().into_root_schema_for::<V>();
        Self { schema, reasoned, keys }
    }
}

/// Names the views of a noun, `name => Type;`, with `+ reasons` where `because` and `caveats` stand beside the value.
///
/// A view that is not listed cannot be shown, and one that is listed is in `docs/json.md`.
macro_rules! views {
    ($($schema:literal $(+ $reasons:ident)? => $view:ty;)+) => {
        $(
            impl $crate::base::View for $view {
                fn schema(&self) -> &'static str {
                    $schema
                }
            }
        )+

        /// The views of this noun, for the document.
        #[cfg(test)]
        pub(crate) fn all() -> Vec<$crate::base::view::Documented> {
            vec![$($crate::base::view::Documented::of::<$view>(
                $schema,
                !<[&str]>::is_empty(&[$(stringify!($reasons))?]),
            )),+]
        }
    };
}
pub(crate) use views;

/// Writes a type in JSON as it is displayed.
macro_rules! displayed {
    ($($name:ty),+ $(,)?) => {
        $(
            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }
            $crate::base::view::as_text!($name);
        )+
    };
}
pub(crate) use displayed;

/// Documents a type as a text, one of `codes` where they are given.
macro_rules! as_text {
    ($name:ty $(, $codes:expr)?) => {
        #[cfg(test)]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string" $(, "enum": $codes)? })
            }
        }
    };
}
pub(crate) use as_text;

/// Declares the types of views: public fields, written as JSON, documented in tests.
macro_rules! data {
    ($($(#[$doc:meta])* pub struct $name:ident { $($(#[$fdoc:meta])* $field:ident: $kind:ty,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, serde::Serialize)]
            #[cfg_attr(test, derive(schemars::JsonSchema))]
            pub struct $name { $($(#[$fdoc])* pub $field: $kind,)+ }
        )+
    };
}
pub(crate) use data;

/// Declares views that show just what another type holds, each under a name and schema of its own.
macro_rules! same_as {
    ($($(#[$doc:meta])* $name:ident = $of:ty;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, serde::Serialize)]
            #[cfg_attr(test, derive(schemars::JsonSchema))]
            #[serde(transparent)]
            pub struct $name(pub $of);

            impl From<$of> for $name {
                fn from(of: $of) -> Self {
                    Self(of)
                }
            }
        )+
    };
}
pub(crate) use same_as;
