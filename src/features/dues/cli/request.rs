//! What a treasurer asks of the organizers.

use chrono::NaiveDate;
use clap::Args;

use super::{text, word};
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::dues::{
        actions::request::{self as app, Answer, Asked, NewRequest},
        records::{Ask, AskState},
        views,
    },
    tr,
};

/// Ask the organizers for what a treasurer does not write, or answer it
///
/// A treasurer asks for a lapse for arrears (a person decides; the rule of the statutes must be noted: `dues receiver --lapse-rule`),
/// a leave, a new mail address or postal address. An organizer accepts, and it is done, or refuses. Without WHO what is not answered
/// is listed.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids dues requests
  contrepoids dues requests camille --ask lapse --reason \"no answer\"
  contrepoids dues requests camille --ask email --to camille@example.org
  contrepoids dues requests camille --accept email")]
pub struct RequestsArgs {
    /// First digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO", requires = "what")]
    who: Option<String>,
    /// Ask for this: lapse, leave, email, address
    #[arg(long, value_name = "WHAT", value_parser = ask, group = "what", requires = "who")]
    ask: Option<Ask>,
    /// Do what is asked: lapse, leave, email, address
    #[arg(long, value_name = "WHAT", value_parser = ask, group = "what", requires = "who")]
    accept: Option<Ask>,
    /// Do not do what is asked: lapse, leave, email, address
    #[arg(long, value_name = "WHAT", value_parser = ask, group = "what", requires = "who")]
    refuse: Option<Ask>,
    /// The new address
    #[arg(long, value_name = "ADDRESS", requires = "ask")]
    to: Option<String>,
    /// The last day of membership; the day of the answer otherwise
    #[arg(long, value_name = "YYYY-MM-DD", requires = "ask")]
    day: Option<NaiveDate>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "what")]
    reason: Option<String>,
    /// List also what was answered
    #[arg(long, conflicts_with = "who")]
    all: bool,
}

fn ask(text: &str) -> Result<Ask, String> {
    word(Ask::ALL, |a| [a.code(), a.words(Lang::Fr), a.words(Lang::En)], text)
}

impl RequestsArgs {
    /// Whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.who.is_none()
    }
}

pub(super) fn requests(face: &mut Face, args: &RequestsArgs) -> Result<Exit, Refusal> {
    let (now, today, lang) = (face.now_ms(), face.today, face.lang);
    let Some(who) = &args.who else {
        let vault = face.open_read()?;
        let all = app::all(&vault, today, args.all)?;
        if all.is_empty() && !face.json {
            face.note(&tr!(lang, "Rien n’est demandé.", "Nothing is asked for."));
        }
        face.show(&Shown { all })?;
        return Ok(Exit::Done);
    };
    let reason = text(args.reason.as_ref())?;
    let mut vault = face.open_write()?;
    let one = if let Some(ask) = args.ask {
        let new = NewRequest { ask, to: text(args.to.as_ref())?, day: args.day, reason };
        app::ask(&mut vault, now, today, who, new)?
    } else {
        let accepted = args.accept.is_some();
        let ask = args.accept.or(args.refuse).unwrap_or(Ask::Leave);
        if accepted && ask == Ask::Lapse {
            let asked = app::open(&vault, today, who, ask)?;
            let (name, late) = (&asked.name, asked.late.text(lang));
            let question = tr!(
                lang,
                "Mettre fin à l’adhésion de {name}, en retard de {late}\u{a0}? Les statuts ne le font pas d’eux-mêmes\u{a0}: c’est vous \
                 qui décidez.",
                "End the membership of {name}, who is late by {late}? The statutes do not do it by themselves: you decide."
            );
            face.go_on(&question)?;
        }
        app::answer(&mut vault, now, today, who, Answer { ask, accepted, why: reason })?
    };
    face.note(&match one.request.state {
        AskState::Open => tr!(
            lang,
            "Demandé\u{a0}: qui organise le voit avec «\u{a0}contrepoids dues requests\u{a0}».",
            "Asked: organizers see it with `contrepoids dues requests`."
        ),
        AskState::Accepted => tr!(lang, "Accepté, et fait.", "Accepted, and done."),
        AskState::Refused => tr!(lang, "Refusé\u{a0}: rien ne change.", "Refused: nothing changes."),
    });
    face.show(&Shown { all: vec![one] })?;
    Ok(Exit::Done)
}

struct Shown {
    all: Vec<Asked>,
}

impl Show for Shown {
    fn view(&self, _lang: Lang) -> impl View {
        views::Requests::of(self.all.iter().map(|one| (one.id, one.name.as_str(), &one.request, one.late)))
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for one in &self.all {
            let request = &one.request;
            let (day, what) = (finding::day(lang, request.from), request.ask.words(lang));
            let mut line = format!("{}\u{a0}: {what}", one.name);
            if let Some(to) = &request.to {
                line.push_str(&format!(" → {to}"));
            }
            if let Some(last) = request.day {
                line.push_str(&format!(" ({})", finding::day(lang, last)));
            }
            if request.ask == Ask::Lapse {
                let late = one.late.text(lang);
                line.push_str(&tr!(lang, ", en retard de {late}", ", late by {late}"));
            }
            for why in [&request.reason, &request.why].into_iter().flatten() {
                line.push_str(&tr!(lang, "\u{a0}; {why}", "; {why}"));
            }
            if request.state != AskState::Open {
                line.push_str(&format!(" [{}]", request.state.words(lang)));
            }
            out.push_str(&finding::wrapped(&format!("{day}  "), &" ".repeat(12), &line));
        }
        out
    }
}
