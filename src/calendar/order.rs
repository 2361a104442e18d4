//! Facts of one subject that come in an order, as data: `orders.toml`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::{calendar::rule::Expert, law::LawError};

/// Kinds of facts of which one follows the other.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What comes first: one of these kinds.
    pub first: Vec<String>,
    /// What cannot lie before it.
    pub then: Vec<String>,
    /// Within how many months both are of one subject: no figure of law, what lies further off is another cycle.
    #[serde(default = "half_a_year")]
    pub months: u32,
    /// Whether another order is a breach, which has to stay recordable.
    #[serde(default)]
    pub breach: bool,
    /// Whether both exclude each other.
    #[serde(default)]
    pub never: bool,
    /// Only where the expert looks at this.
    #[serde(default)]
    pub expert: Option<Expert>,
}

const fn half_a_year() -> u32 {
    6
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    order: Vec<Order>,
}

/// Returns every order.
///
/// # Errors
/// [`LawError::WrongKind`] when the embedded file is not of the form, which a test excludes.
pub fn all() -> Result<&'static [Order], LawError> {
    static ORDERS: OnceLock<Option<Vec<Order>>> = OnceLock::new();
    let read = || toml::from_str::<File>(include_str!("orders.toml")).ok().map(|file| file.order);
    ORDERS.get_or_init(read).as_deref().ok_or_else(|| LawError::WrongKind { id: "orders".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::kinds;

    #[test]
    fn every_order_is_of_facts_that_can_be_recorded() {
        let all = all().unwrap();
        assert!(all.len() > 20);
        for order in all {
            for id in order.first.iter().chain(&order.then) {
                assert!(kinds::of(id).unwrap().is_some(), "{id}");
            }
            assert!(!order.first.iter().any(|id| order.then.contains(id)), "{order:?}");
        }
    }
}
