//! The columns of people: one view over a summary and over a person, which a list shows, a filter compares and a file carries.

use std::borrow::Cow;

use chrono::{Datelike as _, NaiveDate};

use crate::{
    base::{
        date,
        id::Id,
        kept::Fields as _,
        word::{Category, Contract, Gender, Lang, Stage, Standing},
    },
    roster::{
        attr::{Attr, Key},
        college::Colleges,
        person::{Person, Role},
        span::Membership,
        summary::Summary,
    },
};

/// In which form values are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Codes and dates `2026-12-31`: JSON, comparisons.
    Codes,
    /// Words of a language, and dates as it writes them: `31/12/2026` in French.
    Words(Lang),
}

/// What a derived value depends on.
#[derive(Debug, Clone, Copy)]
pub struct View<'c> {
    /// The day for which standing and roles are asked.
    pub on: NaiveDate,
    /// The form of the values.
    pub form: Form,
    /// The electoral colleges.
    pub colleges: &'c Colleges,
}

impl View<'_> {
    fn word(self, code: &'static str, french: &'static str, english: &'static str) -> &'static str {
        match self.form {
            Form::Codes => code,
            Form::Words(Lang::Fr) => french,
            Form::Words(Lang::En) => english,
        }
    }

    fn day(self, day: Option<NaiveDate>) -> Cow<'static, str> {
        match (day, self.form) {
            (None, _) => Cow::Borrowed(""),
            (Some(d), Form::Words(Lang::Fr)) => {
                format!("{:02}/{:02}/{:04}", d.day(), d.month(), d.year()).into()
            }
            (Some(d), _) => date::stored(d).into(),
        }
    }
}

/// What is known of one person, from a summary or from the whole record.
pub enum Subject<'a> {
    /// What the projection carries.
    Summary(Id, Summary<'a>),
    /// Everything.
    Person(Id, Box<Person>),
}

impl<'a> Subject<'a> {
    /// Returns the identifier of the record.
    #[must_use]
    pub const fn id(&self) -> Id {
        match self {
            Self::Summary(id, _) | Self::Person(id, _) => *id,
        }
    }

    fn text(&self, summary: fn(&Summary<'a>) -> &'a str, person: fn(&Person) -> &Option<String>) -> &str {
        match self {
            Self::Summary(_, s) => summary(s),
            Self::Person(_, p) => person(p).as_deref().unwrap_or_default(),
        }
    }

    /// Returns the family name, or the empty text.
    #[must_use]
    pub fn family(&self) -> &str {
        self.text(Summary::family, |p| &p.family)
    }

    /// Returns the given name, or the empty text.
    #[must_use]
    pub fn given(&self) -> &str {
        self.text(Summary::given, |p| &p.given)
    }

    /// Returns the address for notices, or the empty text.
    #[must_use]
    pub fn email(&self) -> &str {
        match self {
            Self::Summary(_, s) => s.email().unwrap_or_default(),
            Self::Person(_, p) => p.notice_email().unwrap_or_default(),
        }
    }

    /// Returns where the person stands on a day.
    #[must_use]
    pub fn standing(&self, on: NaiveDate) -> Standing {
        match self {
            Self::Summary(_, s) => s.standing(on),
            Self::Person(_, p) => p.standing(on),
        }
    }

    /// Returns the spans of membership, earliest first.
    #[must_use]
    pub fn spans(&self) -> Vec<Membership> {
        match self {
            Self::Summary(_, s) => s.spans().collect(),
            Self::Person(_, p) => p.spans.iter().map(|(_, s)| *s).collect(),
        }
    }

    /// Returns the roles, earliest first.
    #[must_use]
    pub fn roles(&self) -> Vec<Role> {
        match self {
            Self::Summary(_, s) => s.roles().collect(),
            Self::Person(_, p) => p.roles.iter().map(|(_, r)| *r).collect(),
        }
    }

    /// Returns the tags.
    #[must_use]
    pub fn tags(&self) -> Vec<&str> {
        match self {
            Self::Summary(_, s) => s.tags().collect(),
            Self::Person(_, p) => p.tags.iter().map(|(_, t)| t.as_str()).collect(),
        }
    }

    /// Returns the professional category.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        match self {
            Self::Summary(_, s) => s.category(),
            Self::Person(_, p) => p.category,
        }
    }

    /// Returns the electoral college; nothing where it cannot be told.
    #[must_use]
    pub fn college(&self, colleges: &Colleges) -> Option<&'static str> {
        colleges.of(self.category(), self.text(Summary::site, |p| &p.site))
    }

    fn gender(&self) -> Option<Gender> {
        match self {
            Self::Summary(_, s) => s.gender(),
            Self::Person(_, p) => p.gender,
        }
    }

    fn language(&self) -> Option<Lang> {
        match self {
            Self::Summary(_, s) => s.language(),
            Self::Person(_, p) => p.language,
        }
    }

    fn contract(&self) -> Option<Contract> {
        match self {
            Self::Summary(_, s) => s.contract(),
            Self::Person(_, p) => p.contract,
        }
    }

    fn notices(&self) -> bool {
        match self {
            Self::Summary(_, s) => s.takes_notices(),
            Self::Person(_, p) => p.notices.0,
        }
    }

    /// Returns a date by its attribute; `None` when there is none or the attribute is no date.
    #[must_use]
    pub fn date(&self, attr: Attr, on: NaiveDate) -> Option<NaiveDate> {
        match (attr, self) {
            (Attr::Hired, Self::Summary(_, s)) => s.hired(),
            (Attr::Hired, Self::Person(_, p)) => p.hired,
            (Attr::Birth, Self::Person(_, p)) => p.birth,
            (Attr::ContractEnd, Self::Person(_, p)) => p.contract_end,
            (Attr::Seniority, Self::Person(_, p)) => p.seniority,
            (Attr::ConsentDate, Self::Person(_, p)) => p.consent.date,
            (Attr::Joined, _) => shown_span(&self.spans(), on)?.start,
            (Attr::Left, _) => shown_span(&self.spans(), on)?.end.map(|(d, _)| d),
            _ => None,
        }
    }

    /// Returns a value as text; empty when nothing is known, or when a summary does not carry it.
    #[must_use]
    pub fn show(&self, key: &Key, view: View<'_>) -> Cow<'_, str> {
        let attr = match (key, self) {
            (Key::Attr(attr), _) => *attr,
            (Key::Free(name), Self::Person(_, p)) => {
                return p.free.iter().find(|(_, n, _)| n == name).map_or("", |(_, _, v)| v.as_str()).into();
            }
            (Key::Free(_), Self::Summary(..)) => return "".into(),
        };
        match attr {
            Attr::Id => self.id().to_string().into(),
            Attr::Family => self.family().into(),
            Attr::Given => self.given().into(),
            Attr::Preferred => self.text(Summary::preferred, |p| &p.preferred).into(),
            Attr::Name => match self {
                Self::Summary(_, s) => s.display_name().into(),
                Self::Person(_, p) => p.display_name().into(),
            },
            Attr::Email => self.email().into(),
            Attr::Site => self.text(Summary::site, |p| &p.site).into(),
            Attr::Service => self.text(Summary::service, |p| &p.service).into(),
            Attr::Tags | Attr::Roles | Attr::Emails => {
                self.several(key, view).unwrap_or_default().join(", ").into()
            }
            Attr::College => {
                let unknown = || view.word("", "inconnu", "unknown");
                self.college(view.colleges).unwrap_or_else(unknown).into()
            }
            _ if attr.is_date() => view.day(self.date(attr, view.on)),
            _ => self.show_word(attr, view).unwrap_or_else(|| self.show_rest(attr)),
        }
    }

    /// Returns the values of an attribute that has several, one by one; nothing for any other.
    #[must_use]
    pub fn several(&self, key: &Key, view: View<'_>) -> Option<Vec<String>> {
        match (key, self) {
            (Key::Attr(Attr::Tags), _) => Some(self.tags().into_iter().map(str::to_owned).collect()),
            (Key::Attr(Attr::Roles), _) => Some(self.roles().iter().map(|r| role_text(r, view)).collect()),
            (Key::Attr(Attr::Emails), Self::Person(_, p)) => {
                Some(p.emails.iter().map(|(_, a)| a.clone()).collect())
            }
            (Key::Attr(Attr::Emails), Self::Summary(..)) => Some(Vec::new()),
            _ => None,
        }
    }

    /// Shows the attributes that are words of closed lists.
    fn show_word(&self, attr: Attr, view: View<'_>) -> Option<Cow<'_, str>> {
        macro_rules! word {
            ($value:expr) => {
                $value.map_or("", |w| view.word(w.code(), w.words(Lang::Fr), w.words(Lang::En)))
            };
        }
        let text = match attr {
            Attr::Gender => word!(self.gender()),
            Attr::Language => word!(self.language()),
            Attr::Category => word!(self.category()),
            Attr::Contract => word!(self.contract()),
            Attr::Standing => word!(Some(self.standing(view.on))),
            Attr::LeftReason => {
                word!(shown_span(&self.spans(), view.on).and_then(|s| s.end).map(|(_, r)| r))
            }
            Attr::Notices if self.notices() => view.word("yes", "oui", "yes"),
            Attr::Notices => view.word("no", "non", "no"),
            _ => return None,
        };
        Some(text.into())
    }

    /// Shows what only the record carries.
    fn show_rest(&self, attr: Attr) -> Cow<'_, str> {
        let Self::Person(_, p) = self else { return "".into() };
        let text = match attr {
            Attr::ConsentSource => p.consent.source.as_deref(),
            Attr::ConsentVersion => p.consent.version.as_deref(),
            _ => attr.kept().and_then(|(number, _)| p.text(number)),
        };
        text.unwrap_or_default().into()
    }

    /// Returns what is said before any membership.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        match self {
            Self::Summary(_, s) => s.stage(),
            Self::Person(_, p) => p.stage,
        }
    }
}

/// Returns the span that a list shows: the one that covers the day, else the last one.
fn shown_span(spans: &[Membership], on: NaiveDate) -> Option<Membership> {
    spans.iter().find(|s| s.covers(on)).or(spans.last()).copied()
}

/// Returns a role as text, as commands and files write it: `DS:2026-01-15..2027-01-14`.
fn role_text(role: &Role, view: View<'_>) -> String {
    let kind = view.word(role.kind.code(), role.kind.words(Lang::Fr), role.kind.words(Lang::En));
    let day = |d: Option<NaiveDate>| d.map(date::stored).unwrap_or_default();
    match (role.from, role.to) {
        (None, None) => kind.to_owned(),
        (from, None) => format!("{kind}:{}", day(from)),
        (from, to) => format!("{kind}:{}..{}", day(from), day(to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{
            record::Record,
            word::{Reason, RoleKind},
        },
        roster::{college::Rooms, summary::summarise},
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    static THREE: Colleges = Colleges { whole: Rooms::Three, places: Vec::new() };

    fn view(form: Form) -> View<'static> {
        View { on: day("2026-11-21"), form, colleges: &THREE }
    }

    fn person() -> Person {
        let text = |t: &str| Some(t.to_owned());
        Person {
            family: text("Exemple"),
            given: text("Camille"),
            gender: Some(Gender::Woman),
            birth: Some(day("1990-05-04")),
            emails: vec![([1; 8], "c@example.org".into()), ([2; 8], "d@example.org".into())],
            phone: text("+33612345678"),
            category: Some(Category::Technician),
            contract: Some(Contract::Temp),
            spans: vec![(
                [1; 8],
                Membership {
                    start: Some(day("2020-01-15")),
                    began: Reason::Joined,
                    end: Some((day("2024-12-31"), Reason::Excluded)),
                },
            )],
            roles: vec![(
                [1; 8],
                Role { kind: RoleKind::Delegate, from: Some(day("2021-01-15")), to: Some(day("2022-01-14")) },
            )],
            tags: vec![([1; 8], "a".into()), ([2; 8], "b".into())],
            free: vec![([1; 8], "Taille".into(), "XL".into())],
            ..Person::default()
        }
    }

    #[test]
    fn words_follow_the_form() {
        let subject = Subject::Person(Id([1; 16]), Box::new(person()));
        let show = |attr: Attr, form| subject.show(&attr.into(), view(form)).into_owned();
        for (attr, code, french, english) in [
            (Attr::Gender, "F", "F", "F"),
            (Attr::Birth, "1990-05-04", "04/05/1990", "1990-05-04"),
            (Attr::Category, "technician", "technicien/agent de maîtrise", "technician/supervisor"),
            (Attr::Contract, "temp", "intérim", "agency worker"),
            (Attr::College, "2", "2", "2"),
            (Attr::Standing, "former", "ancien·ne adhérent·e", "former member"),
            (Attr::Joined, "2020-01-15", "15/01/2020", "2020-01-15"),
            (Attr::Left, "2024-12-31", "31/12/2024", "2024-12-31"),
            (Attr::LeftReason, "excluded", "exclusion", "excluded"),
            (
                Attr::Roles,
                "ds:2021-01-15..2022-01-14",
                "DS:2021-01-15..2022-01-14",
                "union delegate:2021-01-15..2022-01-14",
            ),
            (Attr::Notices, "yes", "oui", "yes"),
            (Attr::Tags, "a, b", "a, b", "a, b"),
            (
                Attr::Emails,
                "c@example.org, d@example.org",
                "c@example.org, d@example.org",
                "c@example.org, d@example.org",
            ),
            (Attr::Name, "Camille Exemple", "Camille Exemple", "Camille Exemple"),
            (Attr::Share, "", "", ""),
        ] {
            assert_eq!(show(attr, Form::Codes), code);
            assert_eq!(show(attr, Form::Words(Lang::Fr)), french);
            assert_eq!(show(attr, Form::Words(Lang::En)), english);
        }
        assert_eq!(subject.show(&Key::Free("Taille".into()), view(Form::Codes)), "XL");
        assert_eq!(subject.show(&Key::Free("taille ".into()), view(Form::Codes)), "");
    }

    #[test]
    fn a_summary_shows_what_it_carries_as_the_record_does() {
        let mut record = Record::default();
        let mut patch = crate::roster::patch::Patch::default();
        let rules = crate::roster::patch::Rules { today: day("2026-11-21"), forbidden: &[] };
        for (name, value) in [
            ("nom", "Exemple"),
            ("prénom", "Camille"),
            ("prénom d'usage", "Cam"),
            ("sexe", "F"),
            ("courriel", "c@example.org"),
            ("langue", "fr"),
            ("site", "Lyon"),
            ("service", "Paie"),
            ("catégorie", "cadre"),
            ("contrat", "CDI"),
            ("embauche", "02/09/2019"),
            ("adhésion", "15/01/2020"),
            ("mandats", "DS:2021-01-15"),
            ("étiquettes", "b, a"),
        ] {
            patch.put(&Key::read(name).unwrap(), crate::roster::patch::Op::Set, value, &rules).unwrap();
        }
        patch.apply(&mut record, &mut crate::roster::patch::Draft::default()).unwrap();
        let bytes = summarise(&record);
        let id = Id([3; 16]);
        let short = Subject::Summary(id, Summary::decode(&bytes).ok().unwrap());
        let whole = Subject::Person(id, Box::new(Person::of(&record)));
        for form in [Form::Codes, Form::Words(Lang::Fr), Form::Words(Lang::En)] {
            for attr in Attr::ALL.iter().filter(|a| a.in_summary()) {
                let (a, b) =
                    (short.show(&(*attr).into(), view(form)), whole.show(&(*attr).into(), view(form)));
                assert_eq!(a, b, "{}", attr.code());
                assert!(!a.is_empty() || matches!(attr, Attr::Left | Attr::LeftReason), "{}", attr.code());
            }
        }
    }
}
