//! What a member owes (*cotisation due*), period by period, and how each sum was found.
//!
//! Nothing of it is stored: membership, the scale a member is on, the declared base and the share of working time are each
//! dated, so that a change never touches a period before it.

use chrono::{Days, NaiveDate};

use super::{Cents, Period, Scale, Terms, Version};
use crate::base::{Fraction, shape::coded, word::codes};

codes! {
    /// Why a sum cannot be told.
    Open {
        NoScale = "no-scale", "aucun barème", "no scale";
        UnknownScale = "unknown-scale", "ce barème n’existe pas, ou pas encore à cette date", "there is no such scale, or not yet on this day";
        NoBase = "no-base", "aucun revenu déclaré", "no declared income";
        Beyond = "beyond", "un nombre trop grand", "a number beyond reach";
    }
}

coded!(Open);

/// A time without dues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; none while it lasts.
    pub to: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

/// What dues of a member follow from.
#[derive(Debug, Clone, Default)]
pub struct Member<'a> {
    /// Spans of membership, both ends included; none at the end while it lasts.
    pub spans: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// The scale from which day on; nothing where a scale of this name is not known.
    pub scales: Vec<(NaiveDate, Option<&'a Scale>)>,
    /// The declared monthly base from which day on.
    pub bases: Vec<(NaiveDate, Cents)>,
    /// The share of working time from which day on.
    pub shares: Vec<(NaiveDate, Fraction)>,
    /// Times without dues.
    pub exemptions: Vec<Exemption>,
}

/// A part of a period in which nothing changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// How many days it has.
    pub days: u32,
    /// The sum that a whole period would be, exact, in cents; nothing where it cannot be told.
    pub whole: Option<Fraction>,
    /// The base that it rests on.
    pub base: Option<Cents>,
    /// The share of working time, where it counts.
    pub share: Option<Fraction>,
    /// Whether the minimum is what is owed.
    pub at_minimum: bool,
    /// Why nothing is owed.
    pub exempt: Option<String>,
    /// Why the sum cannot be told.
    pub open: Option<Open>,
}

/// What is owed for one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The first day of the period.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// How many days it has.
    pub of: u32,
    /// The day on which it falls due.
    pub due: NaiveDate,
    /// The scale.
    pub scale: Option<String>,
    /// How often it falls due.
    pub period: Period,
    /// Whether a period that was begun is owed whole.
    pub owed_whole: bool,
    /// The sum; nothing where it cannot be told.
    pub amount: Option<Cents>,
    /// How it was found.
    pub pieces: Vec<Piece>,
}

/// The latest of dated values that counts on a day.
fn at<T>(dated: &[(NaiveDate, T)], day: NaiveDate) -> Option<&T> {
    dated.iter().filter(|(from, _)| *from <= day).max_by_key(|(from, _)| *from).map(|(_, value)| value)
}

fn next(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(1))
}

/// How many days lie between two, both counted.
fn days(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from(to.signed_duration_since(from).num_days().saturating_add(1)).unwrap_or(0)
}

/// Returns what a member owes for each period that has begun by a day, the earliest first.
///
/// # Dates
/// Membership counts from its first to its last day. A sum is found for each part of a period in which nothing changed,
/// weighed by its days, and rounded once, half a cent up.
#[must_use]
pub fn owed(member: &Member<'_>, until: NaiveDate) -> Vec<Charge> {
    let mut out: Vec<Charge> = Vec::new();
    let mut spans = member.spans.clone();
    spans.sort_unstable();
    let edges = edges(member);
    let mut done: Option<NaiveDate> = None;
    for (from, to) in spans {
        // Two spans that overlap owe each day once.
        let mut day = done.and_then(next).map_or(from, |after| after.max(from));
        let last = to.unwrap_or(NaiveDate::MAX);
        while day <= last && day <= until_end(member, day, until) {
            let version = version(member, day);
            let period = version.map_or(Period::Month, |(_, v)| v.period);
            let (begin, end) = period.around(day);
            let stop = edges.iter().copied().find(|edge| *edge > day).and_then(|edge| edge.pred_opt());
            let piece_end = end.min(last).min(stop.unwrap_or(end));
            let piece = piece(member, version, day, piece_end);
            put(&mut out, version, (begin, end), piece);
            done = Some(done.map_or(piece_end, |before| before.max(piece_end)));
            match next(piece_end) {
                Some(after) => day = after,
                None => break,
            }
        }
    }
    for charge in &mut out {
        charge.amount = sum(charge);
    }
    out.retain(|charge| charge.pieces.first().is_some_and(|piece| piece.from <= until));
    out.sort_by_key(|charge| (charge.due, charge.from));
    out
}

/// The last day that is looked at: the end of the period that the day of the question lies in.
fn until_end(member: &Member<'_>, day: NaiveDate, until: NaiveDate) -> NaiveDate {
    let period = version(member, day).map_or(Period::Month, |(_, v)| v.period);
    period.around(until).1
}

/// The days on which something changes.
fn edges(member: &Member<'_>) -> Vec<NaiveDate> {
    let mut out: Vec<NaiveDate> = Vec::new();
    for (from, scale) in &member.scales {
        out.push(*from);
        out.extend(scale.iter().flat_map(|scale| scale.versions.iter().map(|v| v.from)));
    }
    out.extend(member.bases.iter().map(|(from, _)| *from));
    out.extend(member.shares.iter().map(|(from, _)| *from));
    for exemption in &member.exemptions {
        out.push(exemption.from);
        out.extend(exemption.to.and_then(next));
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn version<'a>(member: &Member<'a>, day: NaiveDate) -> Option<(&'a Scale, &'a Version)> {
    let scale = (*at(&member.scales, day)?)?;
    Some((scale, scale.on(day)?))
}

fn piece(member: &Member<'_>, version: Option<(&Scale, &Version)>, from: NaiveDate, to: NaiveDate) -> Piece {
    let exempt = member.exemptions.iter().find(|e| e.from <= from && e.to.is_none_or(|end| from <= end));
    let mut piece = Piece {
        from,
        to,
        days: days(from, to),
        whole: None,
        base: None,
        share: None,
        at_minimum: false,
        exempt: exempt.map(|e| e.reason.clone()),
        open: None,
    };
    if piece.exempt.is_some() {
        piece.whole = Some(Fraction::default());
        return piece;
    }
    let Some((_, version)) = version else {
        let named = at(&member.scales, from).is_some();
        piece.open = Some(if named { Open::UnknownScale } else { Open::NoScale });
        return piece;
    };
    piece.base = if version.terms.needs_base() { at(&member.bases, from).copied() } else { None };
    piece.share = if version.part_time { at(&member.shares, from).copied() } else { None };
    match whole(version, piece.base, piece.share) {
        Ok((sum, at_minimum)) => (piece.whole, piece.at_minimum) = (Some(sum), at_minimum),
        Err(open) => piece.open = Some(open),
    }
    piece
}

/// The sum of a whole period, in cents, and whether it is the minimum.
fn whole(version: &Version, base: Option<Cents>, share: Option<Fraction>) -> Result<(Fraction, bool), Open> {
    let cents = |c: Cents| Fraction::whole(c.get());
    let months = Fraction::from(version.period.months());
    let plain = match &version.terms {
        Terms::Free => return Ok((Fraction::default(), false)),
        Terms::Flat(sum) => cents(*sum),
        Terms::Share(rate) => {
            let base = cents(base.ok_or(Open::NoBase)?);
            base.checked_mul(*rate).and_then(|sum| sum.checked_mul(months)).ok_or(Open::Beyond)?
        }
        Terms::Bands(bands) => {
            let base = base.ok_or(Open::NoBase)?;
            let band = bands.iter().find(|band| band.upto.is_none_or(|upto| base <= upto));
            cents(band.ok_or(Open::NoBase)?.amount)
        }
    };
    let part = match share {
        // A share of income is less already.
        Some(share) if !matches!(version.terms, Terms::Share(_)) => {
            plain.checked_mul(share).ok_or(Open::Beyond)?
        }
        _ => plain,
    };
    match version.minimum.map(cents) {
        Some(least) if part < least => Ok((least, true)),
        _ => Ok((part, false)),
    }
}

/// Puts a piece into the charge of its period.
fn put(
    out: &mut Vec<Charge>,
    version: Option<(&Scale, &Version)>,
    (from, to): (NaiveDate, NaiveDate),
    piece: Piece,
) {
    let scale = version.map(|(scale, _)| scale.name.clone());
    let period = version.map_or(Period::Month, |(_, v)| v.period);
    let same = |c: &&mut Charge| c.from == from && c.period == period && c.scale == scale;
    if let Some(charge) = out.iter_mut().find(same) {
        charge.pieces.push(piece);
        return;
    }
    let in_arrears = version.is_some_and(|(_, v)| v.in_arrears);
    out.push(Charge {
        from,
        to,
        of: days(from, to),
        // Whoever joins within a period owes from the day on.
        due: if in_arrears { to } else { from.max(piece.from) },
        scale,
        period,
        owed_whole: version.is_some_and(|(_, v)| v.whole),
        amount: None,
        pieces: vec![piece],
    });
}

/// The sum of a charge: by days, or the largest of its parts where a period that was begun is owed whole.
fn sum(charge: &Charge) -> Option<Cents> {
    let mut total = Fraction::default();
    for piece in &charge.pieces {
        let whole = piece.whole?;
        if charge.owed_whole {
            total = total.max(whole);
        } else {
            let part =
                whole.checked_mul(Fraction::new(i128::from(piece.days), i128::from(charge.of.max(1)))?)?;
            total = total.checked_add(part)?;
        }
    }
    i64::try_from(total.round_half_up()).ok().map(Cents::new)
}

#[cfg(test)]
mod tests;
