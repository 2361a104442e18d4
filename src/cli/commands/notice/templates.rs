//! `contrepoids notice templates`.

use clap::Args;
use serde_json::{Value, json};

use crate::{
    cli::{
        error::{self, CmdError},
        exit::Exit,
        face::{Face, Show, lines},
    },
    config::Lang,
    render::{Kind, Notice, RenderError, Tongue, Whence},
    tr,
};

/// List the notices, or show one with its variables
///
/// Each variable is set with --set NAME=VALUE; those of the roster are filled in for each member. With a name, the
/// notice is also rendered with sample values in both languages, which checks it.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice templates
  contrepoids notice templates meeting")]
pub struct TemplatesArgs {
    /// Name of one notice
    pub notice: Option<String>,
}

struct List(Vec<Notice>);

struct One {
    notice: Notice,
    samples: Vec<(Tongue, String, String)>,
}

fn tongue(lang: Lang) -> Tongue {
    match lang {
        Lang::Fr => Tongue::French,
        Lang::En => Tongue::English,
    }
}

impl Show for List {
    fn schema(&self) -> &'static str {
        "contrepoids.notice.templates/1"
    }

    fn value(&self) -> Value {
        let one = |n: &Notice| json!({"name": n.id, "about": about(n), "variables": n.manifest.names()});
        self.0.iter().map(one).collect()
    }

    fn text(&self, lang: Lang) -> String {
        lines(self.0.iter().map(|n| format!("{:<10} {}", n.id, n.manifest.about.get(tongue(lang)))))
    }
}

fn about(notice: &Notice) -> Value {
    json!({"fr": notice.manifest.about.fr, "en": notice.manifest.about.en})
}

fn kind(lang: Lang, kind: Kind) -> String {
    match kind {
        Kind::Line => tr!(lang, "texte", "text"),
        Kind::Text => tr!(lang, "paragraphes", "paragraphs"),
        Kind::List => tr!(lang, "liste", "list"),
        Kind::Date => tr!(lang, "date", "date"),
        Kind::Time => tr!(lang, "heure", "time"),
        Kind::Number => tr!(lang, "nombre", "number"),
        Kind::Money => tr!(lang, "montant", "amount"),
        Kind::Link => tr!(lang, "lien", "link"),
    }
}

impl Show for One {
    fn schema(&self) -> &'static str {
        "contrepoids.notice.template/1"
    }

    fn value(&self) -> Value {
        let variables: Vec<Value> = self
            .notice
            .manifest
            .variables
            .iter()
            .map(|(name, v)| {
                json!({
                    "name": name,
                    "kind": v.kind.word(),
                    "from": if v.from == Whence::Member { "member" } else { "sender" },
                    "optional": v.optional,
                    "about": {"fr": v.about.fr, "en": v.about.en},
                    "sample": v.sample.typed(),
                })
            })
            .collect();
        let samples: Vec<Value> = self
            .samples
            .iter()
            .map(|(t, subject, text)| json!({"language": t.code(), "subject": subject, "text": text}))
            .collect();
        json!({"name": self.notice.id, "about": about(&self.notice), "variables": variables, "samples": samples})
    }

    fn text(&self, lang: Lang) -> String {
        let tongue = tongue(lang);
        let mut out =
            vec![format!("{} — {}", self.notice.id, self.notice.manifest.about.get(tongue)), String::new()];
        for (name, v) in &self.notice.manifest.variables {
            let who = match (v.from, v.optional) {
                (Whence::Member, _) => tr!(lang, "du fichier", "from the roster"),
                (Whence::Sender, true) => tr!(lang, "facultatif", "optional"),
                (Whence::Sender, false) => tr!(lang, "à donner", "to be set"),
            };
            let sample = v.sample.typed().first().cloned().unwrap_or_default();
            out.push(format!("  {name:<11} {:<12} {who:<15} {}", kind(lang, v.kind), v.about.get(tongue)));
            if v.from == Whence::Sender {
                out.push(format!("              --set '{name}={sample}'"));
            }
        }
        for (_, subject, text) in self.samples.iter().filter(|(t, ..)| *t == tongue) {
            out.push(String::new());
            out.push(tr!(lang, "Avec ces exemples\u{a0}:", "With these samples:"));
            out.push(String::new());
            out.push(tr!(lang, "  Objet\u{a0}: {subject}", "  Subject: {subject}"));
            out.push(String::new());
            out.extend(text.lines().map(|l| format!("  {l}").trim_end().to_owned()));
        }
        lines(out)
    }
}

fn sampled(notice: &Notice) -> Result<Vec<(Tongue, String, String)>, RenderError> {
    let values = notice.samples()?;
    let mut out = Vec::new();
    for tongue in [Tongue::French, Tongue::English] {
        let rendered = notice.compile(tongue)?.render(&values)?;
        out.push((tongue, rendered.subject, rendered.text));
    }
    Ok(out)
}

/// Runs `contrepoids notice templates`.
///
/// # Errors
/// When there is no notice of that name, or it does not pass its check.
pub(super) fn run(face: &mut Face, args: &TemplatesArgs) -> Result<Exit, CmdError> {
    let lang = face.lang;
    let words = |e| error::mail::render(lang, &e);
    if let Some(name) = &args.notice {
        let notice = Notice::named(name).map_err(words)?;
        let samples = sampled(&notice).map_err(words)?;
        face.show(&One { notice, samples })?;
    } else {
        let all: Result<Vec<_>, _> = Notice::built_in().into_iter().map(Notice::named).collect();
        face.show(&List(all.map_err(words)?))?;
    }
    Ok(Exit::Done)
}
