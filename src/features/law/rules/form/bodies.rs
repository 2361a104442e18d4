//! The options of `law committee`.

use super::fault;
use crate::election::{BadFact, Delegates, Envoy, Fault, Form, SiteFacts};

/// Reads an establishment as one types it: `Lyon: 320, cadres=18, colleges=3, delegates=2+2`; `delegates=1` is one of either
/// sort.
///
/// # Errors
/// A text of another form.
pub fn site_spec(text: &str) -> Result<SiteFacts, BadFact> {
    let bad = || fault("site", Fault::Form(Form::Site));
    let (name, rest) = text.split_once(':').unwrap_or((text, ""));
    let name = name.trim().to_owned();
    if name.is_empty() {
        return Err(bad());
    }
    let mut out = SiteFacts { name, ..SiteFacts::default() };
    for part in rest.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        let Some((key, value)) = part.split_once('=') else {
            out.headcount = Some(part.parse().map_err(|_| bad())?);
            continue;
        };
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| bad());
        match key.trim() {
            "cadres" => out.cadres = Some(number(value)?.into()),
            "colleges" => out.three_colleges = number(value)? == 3,
            "delegates" | "delegues" => {
                out.delegates = Some(match value.split_once('+') {
                    Some((holders, substitutes)) => Delegates::Of(number(holders)?, number(substitutes)?),
                    None if number(value)? == 1 => Delegates::One,
                    None => return Err(bad()),
                });
            }
            _ => return Err(bad()),
        }
    }
    Ok(out)
}

/// Reads a candidate of a committee as one types them: `Ada=4` or `Ada;1980-01-31=4`.
///
/// # Errors
/// A text of another form.
pub fn envoy_spec(text: &str) -> Result<Envoy, BadFact> {
    let bad = || fault("vote", Fault::Form(Form::Envoy));
    let (who, votes) = text.rsplit_once('=').ok_or_else(bad)?;
    let votes = votes.trim().parse().map_err(|_| bad())?;
    let (name, born) = match who.split_once(';') {
        Some((name, born)) => (name, Some(born.trim().parse().map_err(|_| bad())?)),
        None => (who, None),
    };
    let name = name.trim().to_owned();
    if name.is_empty() { Err(bad()) } else { Ok(Envoy { name, votes, born }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_establishment_and_a_candidate_as_one_types_them() {
        let site = site_spec("Lyon: 320, cadres=18, colleges=3, delegates=2+1").unwrap();
        assert_eq!((site.name.as_str(), site.cadres, site.three_colleges), ("Lyon", Some(18), true));
        assert_eq!((site.headcount, site.delegates), ("320".parse().ok(), Some(Delegates::Of(2, 1))));
        assert_eq!(site_spec("Lyon: delegates=1").unwrap().delegates, Some(Delegates::One));
        assert_eq!(site_spec("Lyon").unwrap(), SiteFacts { name: "Lyon".to_owned(), ..SiteFacts::default() });
        for bad in ["", ": 3", "Lyon: x", "Lyon: cadres=x", "Lyon: delegates=2", "Lyon: dogs=1"] {
            assert!(site_spec(bad).is_err(), "{bad}");
        }
        let one = envoy_spec("Ada;1980-01-31=4").unwrap();
        assert_eq!((one.name.as_str(), one.votes, one.born), ("Ada", 4, "1980-01-31".parse().ok()));
        for bad in ["Ada", "=4", "Ada=x", "Ada;x=4"] {
            assert!(envoy_spec(bad).is_err(), "{bad}");
        }
    }
}
