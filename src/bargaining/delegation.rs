//! Who sits for a union.

use chrono::NaiveDate;

use crate::{
    base::word::codes,
    law::{Book, Column, Fact, FactName, Finding, Fraction, LawError, Reasoning},
};

codes! {
    /// What is wrong with a delegation.
    Flaw {
        NoDelegate = "no-delegate", "aucun·e délégué·e syndical·e n’y siège", "no union delegate sits in it";
        OneOfSeveral = "one-of-several",
            "le syndicat a plusieurs délégué·e·s\u{a0}: deux au moins siègent",
            "the union has several delegates: two at least sit";
        TooManyEmployees = "too-many-employees",
            "trop de salarié·e·s complètent la délégation",
            "too many employees complete the delegation";
        AboveHeadcount = "above-headcount",
            "plus de délégué·e·s que l’effectif n’en donne\u{a0}: accord ou désignation supplémentaire\u{a0}?",
            "more delegates than the headcount gives: an agreement, or an extra one?";
    }
}

codes! {
    /// What would settle it.
    Unsure {
        Named = "named",
            "combien de délégué·e·s syndicaux·ales le syndicat a ici (--named)",
            "how many union delegates the union has here (--named)";
        OnlyDelegate = "only-delegate",
            "si l’entreprise n’a qu’un·e délégué·e syndical·e, tous syndicats confondus",
            "whether the company has one union delegate only, of all unions";
        Headcount = "headcount", "l’effectif (company headcount)", "the headcount (company headcount)";
    }
}

/// A delegation, as it sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delegation {
    /// Union delegates who sit.
    pub delegates: u32,
    /// Employees who complete them.
    pub employees: u32,
    /// The union delegates that the union has in the company.
    pub named: Option<u32>,
    /// The number of employees that an agreement with all the unions sets.
    pub agreed: Option<u32>,
    /// Whether the company has one union delegate only.
    pub only: Option<bool>,
}

/// What is said of a delegation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seated {
    /// What is wrong.
    pub flaws: Vec<Flaw>,
    /// What would settle the rest.
    pub unsure: Vec<Unsure>,
    /// How many employees may complete it; nothing where that is not settled.
    pub most_employees: Option<u32>,
}

/// Checks the delegation of a union (*délégation syndicale à la négociation*).
///
/// # Law
/// L2232-17: the union delegate, or where there are several two of them at least; employees by an agreement of all, else no
/// more than delegates in the delegation, or two where the company has a single union delegate. R2143-2: the number of
/// union delegates by headcount.
///
/// # Errors
/// [`LawError::NotCovered`] for a day outside the tables.
pub fn seated(
    book: &Book,
    of: &Delegation,
    headcount: Option<Fraction>,
    on: NaiveDate,
) -> Result<Finding<Seated>, LawError> {
    let mut why = Reasoning::new(book, on);
    why.note("agreement.delegation", vec![])?;
    let (mut flaws, mut unsure) = (Vec::new(), Vec::new());
    if of.delegates == 0 {
        flaws.push(Flaw::NoDelegate);
    }
    match of.named {
        Some(named) if named > 1 && of.delegates == 1 => flaws.push(Flaw::OneOfSeveral),
        None if of.delegates == 1 => unsure.push(Unsure::Named),
        _ => {}
    }
    let single = u32::try_from(book.whole("agreement.delegation", on)?).unwrap_or(u32::MAX);
    let several = of.delegates.max(of.named.unwrap_or(0)) > 1;
    // Without a delegate at the table there is none whom two employees could complete.
    let alone = if several || of.delegates == 0 { Some(false) } else { of.only };
    let most = match (of.agreed, alone) {
        (Some(agreed), _) => Some(agreed),
        (None, Some(true)) => Some(single.max(of.delegates)),
        (None, Some(false)) => Some(of.delegates),
        // One delegate, and whether it is the only one is not known: what fits either way is settled.
        (None, None) => None,
    };
    match most {
        Some(most) if of.employees > most => flaws.push(Flaw::TooManyEmployees),
        None if of.employees > single.max(of.delegates) => flaws.push(Flaw::TooManyEmployees),
        None if of.employees > of.delegates => unsure.push(Unsure::OnlyDelegate),
        _ => {}
    }
    let delegates = of.named.unwrap_or(0).max(of.delegates);
    match headcount {
        None => unsure.push(Unsure::Headcount),
        Some(n) => {
            let row = book.row("delegate.number", on, n)?;
            let given = row.and_then(|r| r.get(&Column::Delegates)).copied().unwrap_or(0);
            why.note("delegate.number", vec![(FactName::Headcount, Fact::from(n))])?;
            // Below fifty an elected member may be named, which gives no number (L2143-6).
            if given > 0 && i64::from(delegates) > given {
                flaws.push(Flaw::AboveHeadcount);
            }
        }
    }
    Ok(why.conclude(Seated { flaws, unsure, most_employees: most }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::book;

    fn of(delegates: u32, employees: u32, named: Option<u32>) -> Delegation {
        Delegation { delegates, employees, named, agreed: None, only: None }
    }

    fn at(of: Delegation, headcount: Option<&str>) -> Seated {
        let n = headcount.map(|n| n.parse().unwrap());
        seated(book(), &of, n, "2026-11-30".parse().unwrap()).unwrap().value
    }

    #[test]
    fn as_many_employees_as_delegates_and_two_with_the_only_delegate() {
        let fine = |found: Seated| found.flaws.is_empty() && found.unsure.is_empty();
        assert!(fine(at(of(1, 1, Some(1)), Some("120"))));
        assert_eq!(at(of(1, 2, Some(1)), Some("120")).unsure, [Unsure::OnlyDelegate]);
        assert!(fine(at(Delegation { only: Some(true), ..of(1, 2, Some(1)) }, Some("120"))));
        let not_alone = Delegation { only: Some(false), ..of(1, 2, Some(1)) };
        assert_eq!(at(not_alone, Some("120")).flaws, [Flaw::TooManyEmployees]);
        assert_eq!(at(of(1, 3, Some(1)), Some("120")).flaws, [Flaw::TooManyEmployees], "whatever the rest");
        assert!(fine(at(of(2, 2, Some(2)), Some("1500"))));
        assert_eq!(at(of(2, 3, Some(2)), Some("1500")).flaws, [Flaw::TooManyEmployees]);
        assert!(fine(at(Delegation { agreed: Some(4), ..of(2, 4, Some(2)) }, Some("1500"))));
    }

    #[test]
    fn two_of_several_delegates_sit_and_the_headcount_bounds_them() {
        assert_eq!(at(of(1, 0, Some(2)), Some("1500")).flaws, [Flaw::OneOfSeveral]);
        assert_eq!(at(of(2, 0, Some(2)), Some("999")).flaws, [Flaw::AboveHeadcount]);
        assert!(at(of(2, 0, Some(2)), Some("1000")).flaws.is_empty());
        assert_eq!(at(of(0, 1, None), Some("120")).flaws, [Flaw::NoDelegate, Flaw::TooManyEmployees]);
        assert_eq!(at(of(1, 0, None), None).unsure, [Unsure::Named, Unsure::Headcount]);
        assert!(at(of(1, 0, Some(1)), Some("30")).flaws.is_empty(), "an elected delegate below fifty");
    }
}
