//! Shapes that people write: a number where a name is meant, one name where several may stand, keys given twice.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, de};

/// A name, written as text or as a whole number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Name(pub(crate) String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Name, E> {
                match text.trim() {
                    "" => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                    name => Ok(Name(name.to_owned())),
                }
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Name, E> {
                Ok(Name(number.to_string()))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Name, E> {
                Ok(Name(number.to_string()))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// Several names, or one alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Names(pub(crate) Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("names")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Names, E> {
                Name::deserialize(de::value::StrDeserializer::new(text)).map(|n| Names(vec![n.0]))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Names, E> {
                Ok(Names(vec![number.to_string()]))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<Names, A::Error> {
                let names: Vec<Name> = Vec::deserialize(de::value::SeqAccessDeserializer::new(seq))?;
                Ok(Names(names.into_iter().map(|n| n.0).collect()))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// Reads a map and refuses a key given twice, which would silently lose a value.
pub(crate) fn once<'de, D, V>(deserializer: D) -> Result<BTreeMap<String, V>, D::Error>
where
    D: Deserializer<'de>,
    V: Deserialize<'de>,
{
    struct Visitor<V>(PhantomData<V>);
    impl<'de, V: Deserialize<'de>> de::Visitor<'de> for Visitor<V> {
        type Value = BTreeMap<String, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("names with values")
        }

        fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut out = BTreeMap::new();
            while let Some((name, value)) = map.next_entry::<Name, V>()? {
                let shown = name.0.clone();
                if out.insert(name.0, value).is_some() {
                    return Err(de::Error::custom(format_args!("duplicate field `{shown}`")));
                }
            }
            Ok(out)
        }
    }
    deserializer.deserialize_map(Visitor(PhantomData))
}

/// As [`once`], where the map may be absent.
pub(crate) fn once_if_there<'de, D, V>(deserializer: D) -> Result<Option<BTreeMap<String, V>>, D::Error>
where
    D: Deserializer<'de>,
    V: Deserialize<'de>,
{
    once(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Sample {
        #[serde(default)]
        names: Names,
        #[serde(default, deserialize_with = "once")]
        map: BTreeMap<String, Names>,
    }

    fn read(json: &str) -> Result<Sample, String> {
        serde_json::from_str(json).map_err(|e| e.to_string())
    }

    #[test]
    fn one_name_or_several_and_numbers() {
        assert_eq!(read(r#"{"names":"A"}"#).unwrap().names.0, ["A"]);
        assert_eq!(read(r#"{"names":[" A ",2]}"#).unwrap().names.0, ["A", "2"]);
        assert_eq!(read(r#"{"names":3}"#).unwrap().names.0, ["3"]);
        assert_eq!(read(r#"{"map":{"CFE-CGC":["2",3]}}"#).unwrap().map["CFE-CGC"].0, ["2", "3"]);
    }

    #[test]
    fn what_is_no_name_and_a_key_given_twice() {
        for bad in [r#"{"names":[""]}"#, r#"{"names":" "}"#, r#"{"names":[null]}"#, r#"{"names":true}"#] {
            assert!(read(bad).is_err(), "{bad}");
        }
        let twice = read(r#"{"map":{"A":"1","A":"2"}}"#).unwrap_err();
        assert!(twice.contains("duplicate field `A`"), "{twice}");
        assert!(read(r#"{"map":{"A":"1"," A":"2"}}"#).is_err(), "the same name");
    }
}
