//! The scales as the plan says them.

use crate::{
    base::text::fold,
    features::dues::records::{Plan, ScaleVersion},
    money::{BadScale, Scale, Terms, Version},
};

/// Returns the scales of a plan, by name. A version that a newer program wrote is left out: what hangs on it is open.
#[must_use]
pub fn scales(plan: &Plan) -> Vec<Scale> {
    let mut out: Vec<Scale> = Vec::new();
    let mut all = plan.scales.clone();
    all.sort_by_key(|version| version.from);
    for one in &all {
        let Ok(version) = version(one) else { continue };
        let key = fold(&one.scale);
        match out.iter_mut().find(|scale| fold(&scale.name) == key) {
            Some(scale) => scale.versions.push(version),
            None => out.push(Scale { name: one.scale.clone(), versions: vec![version] }),
        }
    }
    out.sort_by_key(|scale| fold(&scale.name));
    out
}

/// Returns the scale of a name, whatever its capitals and accents.
#[must_use]
pub fn find<'a>(scales: &'a [Scale], name: &str) -> Option<&'a Scale> {
    let key = fold(name);
    scales.iter().find(|scale| fold(&scale.name) == key)
}

/// Reads a version as it is stored.
///
/// # Errors
/// [`BadScale`].
pub fn version(one: &ScaleVersion) -> Result<Version, BadScale> {
    Ok(Version {
        from: one.from,
        period: one.period,
        terms: Terms::stored(&one.terms)?,
        minimum: one.minimum,
        part_time: one.part_time,
        whole: one.whole,
        in_arrears: one.in_arrears,
    })
}
