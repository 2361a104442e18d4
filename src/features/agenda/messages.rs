//! The words for what the agenda refuses.

use std::{io, path::PathBuf};

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling, file::not_written},
        exit::Exit,
        finding,
        words::clean,
    },
    features::agenda::actions::{
        AgendaError, Origin,
        hours::{BadHours, MOST},
    },
    features::agenda::rules::order::Clash,
    tr, trn,
};

impl Explain for AgendaError {
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that the agenda refuses")]
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        let unchanged = |what: String| CmdError::refused(what);
        match self {
            Self::Vault(error) => error.explain(t),
            Self::Rule(error) => error.explain(t),
            Self::None => unchanged(tr!(
                lang,
                "rien dans l’agenda ne porte ce nom (au moins quatre chiffres).",
                "nothing in the agenda has this name (at least four digits)."
            ))
            .hint("contrepoids agenda list, contrepoids agenda facts"),
            &Self::Several(n) => unchanged(trn!(
                lang,
                n,
                "{n} nom de l’agenda commence ainsi\u{a0}: donnez plus de chiffres.",
                "{n} noms de l’agenda commencent ainsi\u{a0}: donnez plus de chiffres.",
                "{n} name in the agenda begins so: give more digits.",
                "{n} names in the agenda begin so: give more digits."
            )),
            Self::Kind(kind) => {
                let kind = clean(kind, false);
                unchanged(tr!(
                    lang,
                    "il n’y a pas de fait «\u{a0}{kind}\u{a0}».",
                    "there is no kind of fact `{kind}`."
                ))
                .hint("contrepoids agenda record --list")
            }
            Self::Text => text(lang),
            Self::Hours(bad) => bad.explain(t),
            Self::Days => unchanged(tr!(
                lang,
                "--days, --member et --officer sont pour training-course, en demi-journées entières (2,5)\u{a0}: au moins une.",
                "--days, --member and --officer are for training-course, in whole half-days (2.5): one at least."
            )),
            Self::Terms { most_years } => {
                let most = most_years.map_or_else(String::new, |n| {
                    let months = n.saturating_mul(12);
                    tr!(
                        lang,
                        ", de 1 à {months} mois (articles L.\u{a0}2242-11 et L.\u{a0}2242-12)",
                        ", of 1 to {months} months (articles L. 2242-11 and L. 2242-12)"
                    )
                });
                unchanged(tr!(
                lang,
                "il faut des intervalles comme pay=24,equality=36{most}\u{a0}; pour un accord sur un thème, son nom et \
                 --years\u{a0}; pour une demande, le nom du thème.",
                "intervals are needed such as pay=24,equality=36{most}; for an agreement on one subject, its name and --years; \
                 for a request, the name of the subject."
            ))
            .hint("pay, equality, careers, experienced")
            }
            Self::OwnOnly => unchanged(tr!(
                lang,
                "--at et --place sont pour les dates que vous ajoutez.",
                "--at and --place are for the dates that you add."
            ))
            .hint("contrepoids agenda add"),
            Self::Order(clash) => {
                let there = clash.recorded.short();
                let other = tr!(lang, "autre élection, autre accord", "another election, another agreement");
                unchanged(order_text(lang, clash)).hint(format!(
                    "contrepoids agenda change {there} --day …, contrepoids agenda remove {there}, --about \"{other}\""
                ))
            }
            Self::TooLong { most_years } => unchanged(tr!(
                lang,
                "un accord de méthode dure au plus {most_years} ans (article L.\u{a0}2242-11).",
                "an agreement on method lasts {most_years} years at most (article L. 2242-11)."
            )),
            Self::Computed(origin) => {
                let what = tr!(
                    lang,
                    "cette ligne est calculée\u{a0}: elle ne se retire pas, c’est ce dont elle découle qui se change.",
                    "this line is computed: it cannot be taken back; what it follows from can be changed."
                );
                let hint = match origin {
                    Origin::Fact(fact) => {
                        let id = fact.short();
                        format!("contrepoids agenda change {id}, contrepoids agenda remove {id}")
                    }
                    Origin::Round(round) => {
                        let id = round.short();
                        format!("contrepoids bargain open {id}, contrepoids bargain remove {id}")
                    }
                    Origin::Poll(id) => format!("contrepoids election edit {id}"),
                    Origin::Person(id) => format!("contrepoids member edit {id} roles=…"),
                    Origin::Company => "contrepoids company set, contrepoids company headcount".to_owned(),
                    Origin::Accounts => "contrepoids dues year".to_owned(),
                    Origin::House => "contrepoids agenda record dues-year-closed --day 2026-12-31".to_owned(),
                    Origin::Backup => {
                        tr!(lang, "contrepoids backup create FICHIER", "contrepoids backup create FILE")
                    }
                };
                unchanged(what).hint(hint).hint(tr!(
                    lang,
                    "si elle est réglée\u{a0}: contrepoids agenda done ID",
                    "if it is settled: contrepoids agenda done ID"
                ))
            }
            Self::Snooze { day } => {
                let day = finding::day(lang, *day);
                unchanged(tr!(
                    lang,
                    "une ligne se reporte à un jour à venir, avant le sien ({day}).",
                    "a line is put off to a day to come, before its own ({day})."
                ))
                .hint("contrepoids agenda done ID")
            }
            Self::NotTaken { kind, param } => {
                let option = param.code();
                unchanged(tr!(lang, "{kind} ne prend pas --{option}.", "{kind} does not take --{option}."))
            }
        }
    }
}

/// Says that two facts are out of order.
pub(crate) fn order_text(lang: Lang, clash: &Clash) -> String {
    let (a, b) = (finding::label(lang, &clash.first.0.label), finding::label(lang, &clash.then.0.label));
    let (from, to) = (finding::day(lang, clash.first.1), finding::day(lang, clash.then.1));
    if clash.never {
        return tr!(
            lang,
            "«\u{a0}{a}\u{a0}» ({from}) et «\u{a0}{b}\u{a0}» ({to}) ne vont pas ensemble.",
            "“{a}” ({from}) and “{b}” ({to}) exclude each other."
        );
    }
    if clash.breach {
        return tr!(
            lang,
            "Attention\u{a0}: «\u{a0}{b}\u{a0}» ({to}) vient avant «\u{a0}{a}\u{a0}» ({from})\u{a0}: c’est l’inverse de ce \
             que la loi prévoit. Le fait est gardé tel quel.",
            "Beware: “{b}” ({to}) comes before “{a}” ({from}), the reverse of what the law provides. The fact is kept as it is."
        );
    }
    tr!(
        lang,
        "«\u{a0}{b}\u{a0}» ({to}) ne peut pas venir avant «\u{a0}{a}\u{a0}» ({from}).",
        "“{b}” ({to}) cannot come before “{a}” ({from})."
    )
}

impl Explain for BadHours {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        let (what, hint) = match self {
            Self::Office => (
                tr!(
                    lang,
                    "ce mandat n’a pas d’heures de délégation à cet effectif.",
                    "this office has no delegation hours at this headcount."
                ),
                "--credit N",
            ),
            Self::Credit => (
                tr!(
                    lang,
                    "le crédit d’heures dépend de l’effectif, qui n’est pas noté.",
                    "the hours a month depend on the headcount, which is not recorded."
                ),
                "contrepoids company headcount 2026-10 720, --credit N",
            ),
            Self::Start => (
                tr!(
                    lang,
                    "le premier jour du mandat n’est pas connu.",
                    "the first day of the mandate is not known."
                ),
                "--from 2026-06-16",
            ),
            Self::Amount => {
                let most = MOST;
                (
                    tr!(
                        lang,
                        "il faut un nombre d’heures au-dessus de zéro, au plus {most}, les heures d’un mois de 31 jours.",
                        "a number of hours above zero is needed, at most {most}, the hours of a month of 31 days."
                    ),
                    "3.5",
                )
            }
            Self::Before => {
                (tr!(lang, "ce mois précède le mandat.", "this month is before the mandate."), "--day")
            }
            Self::NotShared => (
                tr!(
                    lang,
                    "ces heures ne se partagent pas ainsi\u{a0}: titulaires entre eux et avec les suppléants (article L.\u{a0}2315-9), délégués syndicaux entre eux (L.\u{a0}2143-14).",
                    "these hours are not shared so: full members with each other and with substitutes (article L. 2315-9), union delegates with each other (L. 2143-14)."
                ),
                "contrepoids agenda hours list",
            ),
            Self::TooMuch(left) => {
                let left = finding::number(lang, *left);
                (
                    tr!(
                        lang,
                        "il ne reste que {left}\u{a0}h ce mois-là.",
                        "only {left} h are left in that month."
                    ),
                    "contrepoids agenda hours list",
                )
            }
            Self::Cap { most, room } => {
                let (most, room) = (finding::number(lang, *most), finding::number(lang, *room));
                (
                    tr!(
                        lang,
                        "personne ne peut disposer de plus de {most}\u{a0}h dans un mois, une fois et demie le crédit d’un·e titulaire (article R.\u{a0}2315-6)\u{a0}: {room}\u{a0}h tiennent encore.",
                        "nobody may have more than {most} h in a month, one and a half times the credit of a full member (article R. 2315-6): {room} h still fit."
                    ),
                    "contrepoids agenda hours list",
                )
            }
            Self::NotOne => (
                tr!(lang, "ce n’est pas un mandat avec des heures.", "this is not a mandate with hours."),
                "contrepoids agenda hours list",
            ),
            Self::Deducted(threshold) => (
                tr!(
                    lang,
                    "sous {threshold} salarié·e·s, ce temps se déduit des heures du·de la représentant·e au CSE (article L.\u{a0}2315-12)\u{a0}: notez-le sans --not-deducted.",
                    "below {threshold} employees this time comes off the hours of the representative at the CSE (article L. 2315-12): enter it without --not-deducted."
                ),
                "contrepoids agenda hours take",
            ),
            Self::NoText => (
                tr!(
                    lang,
                    "aucun texte connu ne dit que ce temps ne se déduit pas pour ce mandat\u{a0}: élu·e·s, L.\u{a0}2315-11\u{a0}; représentant·e au CSE, L.\u{a0}2315-12\u{a0}; délégué·e·s syndicaux·ales, L.\u{a0}2143-18.",
                    "no text is known by which this time would not come off the hours of this office: the elected, L. 2315-11; the representative at the CSE, L. 2315-12; union delegates, L. 2143-18."
                ),
                "contrepoids law text L2315-11",
            ),
            Self::NoPool => (
                tr!(
                    lang,
                    "à cet effectif la section n’a pas d’heures pour préparer la négociation (article L.\u{a0}2143-16\u{a0}: 500 salarié·e·s).",
                    "at this headcount the section has no hours to prepare bargaining (article L. 2143-16: 500 employees)."
                ),
                "contrepoids law text L2143-16",
            ),
        };
        CmdError::new(Exit::Refused, what).hint(hint)
    }
}

/// Says which texts are kept.
fn text(lang: Lang) -> CmdError {
    CmdError::new(
        Exit::Refused,
        tr!(
            lang,
            "il faut un texte de 1 à 500 caractères sur une ligne.",
            "a text of 1 to 500 characters on one line is needed."
        ),
    )
}

/// What the command line of the agenda asks that cannot be.
pub(crate) enum NotTaken {
    /// `--to` is before `--from`.
    Backwards,
    /// The file of the calendar cannot be written.
    File(PathBuf, io::Error),
}

impl Explain for NotTaken {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Backwards => {
                CmdError::new(Exit::Usage, tr!(lang, "--to est avant --from.", "--to is before --from."))
            }
            Self::File(path, error) => not_written(t, path, error),
        }
    }
}
