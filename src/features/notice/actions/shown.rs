//! What is shown of what the use cases of notices answer: the views, made where the answers are known.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{Device, Id, Lang, date::rfc3339},
    features::notice::{
        actions::{
            Audience, Composed, Excluded, Queued, Recipient, Selection, SendPreview, Status,
            account::default,
            audience::NO_NEWS,
            bounces::{Applied, Asking, BouncePlan, Folder, Found, Marked, Repair, Stop, Tie},
            hold::Kept,
            library::{Checked, Origin},
            others::{Held, Told},
            rank::{AnswerSource, Suggested},
            repair::{Failed, Retried, Waiting},
            send::Sent,
        },
        rules::answers::{self as short, Answer, Basis},
        views,
    },
    law::{Label, LawError, cited::Known},
    mail::{
        account::{self, Account, PasswordSource},
        bounce::Class,
        ledger::{Campaign, Picked},
        outbox::{Counts, QueueEntry, Reply, State},
        provider::{self, LineSecurity, Provider, User, Verified},
        read::ReadMessage,
        send::Ended,
    },
    render::{
        Notice, RenderError,
        manifest::{Both, Variable},
    },
};

/// Returns the check of the notices; `words` says what is wrong in the language of the run.
pub fn checks(all: &[Checked], words: impl Fn(&Checked) -> Option<String>) -> views::Checks {
    let one = |c: &Checked| views::Check {
        name: c.id.clone(),
        origin: c.origin.word(),
        good: c.is_good(),
        code: c
            .result
            .as_ref()
            .err()
            .map(RenderError::code)
            .or_else(|| c.audience.as_ref().map(|_| "audience")),
        problem: words(c),
        telling_words: c.telling.clone(),
    };
    views::Checks { templates: all.iter().map(one).collect() }
}

/// Returns the notices; one that is refused has no more than its name.
#[must_use]
pub fn templates(found: &[(String, Option<Notice>, Origin)]) -> views::Templates {
    let one = |(id, notice, origin): &(String, Option<Notice>, Origin)| views::NoticeSummary {
        name: id.clone(),
        origin: origin.word(),
        about: notice.as_ref().map(|n| label(&n.manifest.about)),
        variables: notice.as_ref().map(|n| n.manifest.names()),
    };
    views::Templates { templates: found.iter().map(one).collect() }
}

fn label(about: &Both) -> Label {
    Label { fr: about.fr.clone(), en: about.en.clone() }
}

/// Returns a notice with all that it takes, and what it becomes with its samples: language, subject, text.
#[must_use]
pub fn template(notice: &Notice, samples: &[(Lang, String, String)]) -> views::Template {
    let manifest = &notice.manifest;
    let variable = |(name, v): (&String, &Variable)| views::Variable {
        name: name.clone(),
        kind: v.kind.word(),
        from: v.from.word(),
        ledger: v.ledger,
        optional: v.optional,
        choices: v.choices.clone(),
        total: v.total.clone(),
        within: v.within.clone(),
        about: label(&v.about),
        sample: v.sample.typed(),
    };
    let sample = |(tongue, subject, text): &(Lang, String, String)| views::Sample {
        language: tongue.code(),
        subject: subject.clone(),
        text: text.clone(),
    };
    views::Template {
        name: notice.id.clone(),
        about: label(&manifest.about),
        purpose: manifest.purpose.word(),
        audience: manifest.audience.clone(),
        variables: manifest.variables.iter().map(variable).collect(),
        samples: samples.iter().map(sample).collect(),
    }
}

/// Returns a message as it would leave.
#[must_use]
pub fn message(message: &ReadMessage) -> views::MessageText {
    let file = |(name, bytes): &(String, usize)| views::File { name: name.clone(), bytes: *bytes };
    views::MessageText {
        from: message.header("From").to_owned(),
        to: message.header("To").to_owned(),
        subject: message.header("Subject").to_owned(),
        text: Some(message.text.clone()),
        files: message.files.iter().map(file).collect(),
        html: Some(message.html.clone()),
    }
}

/// What a notice would be: one message, and who gets one or none.
pub struct Previewed<'a> {
    /// The notice with its values and its sender.
    pub composed: &'a Composed,
    /// Who gets one, and who does not.
    pub audience: &'a Audience,
    /// By whose choice.
    pub selection: &'a Selection,
    /// One message.
    pub message: ReadMessage,
    /// Words that tell what it is about where everybody sees them.
    pub telling: Vec<&'static str>,
    /// The articles that it cites.
    pub articles: Vec<(String, Known)>,
}

impl Previewed<'_> {
    /// Returns how many messages there are in each language.
    #[must_use]
    pub fn languages(&self) -> BTreeMap<&'static str, usize> {
        let mut out = BTreeMap::new();
        for recipient in &self.audience.recipients {
            let tongue = self.composed.notice.tongue(recipient.tongue);
            let count: &mut usize = out.entry(tongue.code()).or_default();
            *count = count.saturating_add(1);
        }
        out
    }

    /// Returns how many get it in a language that is not theirs, because it has no other.
    #[must_use]
    pub fn in_another_language(&self) -> usize {
        let theirs = |r: &&Recipient| self.composed.notice.tongue(r.tongue) != r.tongue;
        self.audience.recipients.iter().filter(theirs).count()
    }

    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self) -> views::Preview {
        views::Preview {
            notice: self.composed.notice.id.clone(),
            selection: selection(self.selection),
            messages: self.audience.recipients.len(),
            languages: self.languages(),
            in_another_language: self.in_another_language(),
            sharing_an_address: self.audience.sharing(),
            excluded: excluded(self.audience),
            telling_words: self.telling.clone(),
            files_bytes: self.composed.files.leaving(self.audience),
            articles: self.articles.iter().map(article).collect(),
            message: message(&self.message),
        }
    }
}

/// A campaign that was queued.
pub struct Stored<'a> {
    /// By whose choice.
    pub selection: &'a Selection,
    /// The notice with its values and its sender.
    pub composed: &'a Composed,
    /// What was queued.
    pub queued: Queued,
    /// Before when nothing of it leaves.
    pub after_ms: Option<u64>,
    /// Who gets one, and who does not.
    pub audience: &'a Audience,
}

impl Stored<'_> {
    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self) -> views::Queued {
        views::Queued {
            campaign: self.queued.id,
            selection: selection(self.selection),
            queued: self.queued.count,
            not_before: self.after_ms.and_then(rfc3339),
            files_bytes: self.composed.files.leaving(self.audience),
            excluded: excluded(self.audience),
        }
    }
}

fn selection(selection: &Selection) -> views::Selection {
    match selection {
        Selection::Proposed(condition) => {
            views::Selection::Proposed { by: "notice", condition: condition.clone() }
        }
        Selection::Typed { instead_of } => {
            views::Selection::Typed { by: "person", instead_of: instead_of.clone() }
        }
    }
}

fn excluded(audience: &Audience) -> Vec<views::Excluded> {
    let one = |e: &Excluded| views::Excluded { id: e.id, name: e.name.clone(), why: e.why.code() };
    audience.excluded.iter().map(one).collect()
}

fn article((article, known): &(String, Known)) -> views::Article {
    let verified_on = match known {
        Known::Read(day) => *day,
        _ => None,
    };
    views::Article { article: article.clone(), standing: known.code(), verified_on }
}

/// Returns a reply that was queued.
#[must_use]
pub fn replied(queued: &Queued, subject: String, text: String) -> views::Replied {
    views::Replied { campaign: queued.id, queued: 1, subject, text }
}

/// Returns the messages of a campaign that wait, with their texts where the `whole` is asked for.
#[must_use]
pub fn outbox(campaign: &Campaign, waiting: &[Waiting], whole: bool) -> views::Outbox {
    let one = |w: &Waiting| {
        let mut message = message(&w.message);
        if !whole {
            (message.text, message.html) = (None, None);
        }
        views::Waiting { member: w.id, state: w.state.code(), message }
    };
    views::Outbox {
        campaign: Id(campaign.id),
        notice: campaign.notice.clone(),
        waiting: waiting.iter().map(one).collect(),
    }
}

/// Returns the messages that wait again.
#[must_use]
pub const fn retried(of: Retried) -> views::Retried {
    let Retried { again, readdressed, left } = of;
    views::Retried { again, readdressed, left }
}

/// Returns how many messages were taken back.
#[must_use]
pub const fn cancelled(cancelled: u64) -> views::Cancelled {
    views::Cancelled { cancelled }
}

/// Returns until when a campaign waits.
#[must_use]
pub fn kept(kept: &Kept) -> views::Kept {
    views::Kept { campaign: kept.id, not_before: kept.after_ms.and_then(rfc3339) }
}

/// Returns what did not go through, to be repaired.
#[must_use]
pub fn repairs(failed: &[Failed]) -> views::Repairs {
    let one = |f: &Failed| views::Failed {
        member: f.id,
        name: f.name.clone(),
        address: f.address.clone(),
        state: f.state.code(),
        code: f.reply.as_ref().map(|r| r.code),
        answer: f.reply.as_ref().map(|r| r.text.clone()),
        repaired: f.repaired,
    };
    views::Repairs { failed: failed.iter().map(one).collect() }
}

/// Returns an account, never its password.
#[must_use]
pub fn account(account: &Account, default: bool) -> views::Account {
    let words = match &account.source {
        PasswordSource::Command { words, .. } => Some(words.clone()),
        _ => None,
    };
    views::Account {
        name: account.name.clone(),
        from: account.from.clone(),
        server: account::shown(&account.server),
        user: account.server.user.clone(),
        signs_in: account.signs_in().code(),
        command: words,
        own_authority: account.authority.is_some(),
        default,
    }
}

/// Returns the accounts.
#[must_use]
pub fn accounts(all: &[(Id, Account)]) -> views::Accounts {
    let first = default(all).map(|(id, _)| *id);
    views::Accounts { accounts: all.iter().map(|(id, a)| account(a, Some(*id) == first)).collect() }
}

/// Returns the providers that are known.
#[must_use]
pub fn providers() -> views::Providers {
    let one = |p: &'static Provider| views::Provider {
        id: &p.id,
        name: &p.name,
        domains: &p.domains,
        host: &p.host,
        port: p.port,
        line: match p.line {
            LineSecurity::Tls => "tls",
            LineSecurity::Starttls => "starttls",
            LineSecurity::Loopback => "loopback",
        },
        user: match p.user {
            User::Address => "address",
            User::Local => "local",
        },
        token_only: p.wants_token(),
        per_day: p.per_day,
        source: &p.source,
        verified_on: p.verified_on.to_string(),
        verified: p.standing == Verified::Verified,
    };
    views::Providers { providers: provider::all().iter().map(one).collect() }
}

/// Returns a message of trial that a server took.
#[must_use]
pub fn tested(account: &str, server: String, code: u16) -> views::Tested {
    views::Tested { account: account.to_owned(), server, code }
}

/// Returns where campaigns stand, with the names that the roster has.
#[must_use]
pub fn statuses(
    all: &[Status],
    names: &BTreeMap<Id, String>,
    (elsewhere, held): (&[Told], &[Held]),
    called: impl Fn(&Device) -> String,
) -> views::Statuses {
    let queue_entry = |(id, queue_entry): &(Id, QueueEntry)| views::MessageState {
        member: *id,
        state: queue_entry.state.fate().code(),
        name: names.get(id).cloned(),
        code: reply(&queue_entry.state).map(|r| r.code),
        answer: reply(&queue_entry.state).map(|r| r.text.clone()),
        tries: queue_entry.tries,
        at: rfc3339(queue_entry.at_ms),
    };
    let returned = |(id, for_good): &(Id, bool)| views::Returned {
        member: *id,
        class: if *for_good { "hard" } else { "soft" },
    };
    let one = |s: &Status| views::Status {
        campaign: Id(s.campaign.id),
        notice: s.campaign.notice.clone(),
        queued_at: rfc3339(s.campaign.at_ms),
        messages: s.campaign.count,
        counts: by_code(&s.counts),
        recipients_erased: s.erased,
        telling_words: s.campaign.telling.clone(),
        open: s.open.iter().map(queue_entry).collect(),
        returned: s.returned.iter().map(returned).collect(),
        not_before: s.campaign.after_ms.and_then(rfc3339),
        waits: held.iter().find(|held| held.campaign.0 == s.campaign.id).map(|held| views::Waits {
            campaign: held.by,
            device: held.device.clone(),
            since: rfc3339(held.since_ms),
            people: held.people,
        }),
    };
    let other = |told: &Told| views::Elsewhere {
        campaign: told.id,
        notice: told.notice.clone(),
        queued_at: rfc3339(told.queued_ms),
        device: called(&told.device),
        messages: told.members.len(),
        counts: by_code(&told.counts()),
    };
    views::Statuses {
        notices: all.iter().map(one).collect(),
        elsewhere: elsewhere.iter().map(other).collect(),
    }
}

/// Returns the answer of the server, where a state keeps one.
#[must_use]
pub const fn reply(state: &State) -> Option<&Reply> {
    match state {
        State::Sent { reply } | State::Failed { reply: Some(reply), .. } => Some(reply),
        _ => None,
    }
}

/// Returns how many messages have each fate, by its code.
fn by_code(counts: &Counts) -> BTreeMap<&'static str, u64> {
    counts.iter().map(|(fate, count)| (fate.code(), *count)).collect()
}

/// Returns what a run would send, by the way that was named.
#[must_use]
pub fn send_plan(plan: &SendPreview, way: Option<String>) -> views::SendPlan {
    views::SendPlan {
        campaign: Id(plan.campaign.id),
        notice: plan.campaign.notice.clone(),
        due: plan.due.len(),
        unknown: plan.unknown,
        counts: by_code(&plan.counts),
        list: plan.list.clone(),
        files_bytes: plan.files,
        way,
        not_before: plan.campaign.after_ms.and_then(rfc3339),
        first: plan.first.as_ref().map(message),
    }
}

/// Returns what was sent; `words` says in the language of the run what ended it before its end.
pub fn sent(sent: &Sent, words: impl Fn(Ended) -> String) -> views::Sent {
    views::Sent {
        campaign: sent.campaign,
        this_run: by_code(&sent.run.reached),
        counts: by_code(&sent.run.counts),
        dead_addresses: sent.run.dead,
        ended_early: sent.run.ended.map(Ended::code),
        text: sent.run.ended.map(words),
    }
}

/// Returns what was read of returned mail, and what was saved of it.
#[must_use]
pub fn bounces(folder: &Folder, plan: &BouncePlan, applied: Option<Applied>) -> views::Bounces {
    let found = |f: &Found| views::Bounce {
        member: f.id,
        name: f.name.clone(),
        address: f.address.clone(),
        class: class(f.class),
        reason: f.reason.code(),
        status: f.status.clone(),
        by: match f.tie {
            Tie::Message => "message",
            Tie::Address => "address",
        },
        campaign: f.campaign,
        reports: f.count,
        repair: f.repair.code(),
        repair_address: match &f.repair {
            Repair::Domain(address) | Repair::Other(address) => Some(address.clone()),
            _ => None,
        },
    };
    let stop = |s: &Stop| views::Stop { member: s.id, name: s.name.clone(), tag: s.tag, known: s.known };
    let [tag, _] = NO_NEWS;
    let asking = |a: &Asking| views::Asking { member: a.id, name: a.name.clone(), tag };
    views::Bounces {
        files: folder.mails.len(),
        unreadable: folder.unreadable,
        beyond: folder.beyond,
        passed_over: folder.passed_over,
        found: plan.found.iter().map(found).collect(),
        stops: plan.stops.iter().map(stop).collect(),
        asking: plan.asking.iter().map(asking).collect(),
        counted_before: plan.before,
        address_changed_since: plan.changed_since,
        about_nobody: plan.nobody.clone(),
        still_trying_or_delivered: plan.notices,
        others: plan.others,
        applied: applied.map(|a| views::Applied { marked: a.marked, stopped: a.stopped }),
    }
}

/// Returns the addresses that take no mail.
#[must_use]
pub fn marks(all: &[Marked]) -> views::Marks {
    let one = |m: &Marked| views::Mark {
        member: m.id,
        name: m.name.clone(),
        address: m.address.clone(),
        class: class(m.mark.class),
        reason: m.mark.reason.code(),
        status: m.mark.status.clone(),
        reports: m.mark.count,
        at: rfc3339(m.mark.at_ms),
    };
    views::Marks { marks: all.iter().map(one).collect() }
}

const fn class(class: Class) -> &'static str {
    match class {
        Class::Hard => "hard",
        Class::Soft => "soft",
    }
}

/// Returns what answers to words.
#[must_use]
pub fn suggested(found: &[Suggested]) -> views::Suggested {
    let one = |found: &Suggested| {
        let matched = found.matched.clone();
        match &found.source {
            AnswerSource::Answer(id) => {
                views::Suggestion::Answer { kind: "answer", name: id.clone(), matched }
            }
            AnswerSource::Notice(id) => {
                views::Suggestion::Notice { kind: "notice", name: id.clone(), matched }
            }
            AnswerSource::Reply(r) => views::Suggestion::Reply {
                kind: "reply",
                subject: r.subject.clone(),
                body: r.body.clone(),
                asked: r.asked.clone(),
                matched,
            },
        }
    };
    views::Suggested { suggestions: found.iter().map(one).collect() }
}

/// Returns the short answers.
#[must_use]
pub fn answers(all: &'static [Answer], today: NaiveDate) -> views::Answers {
    let one = |answer: &'static Answer| views::AnswerSummary {
        name: answer.id,
        about: label(&answer.about),
        review: answer.review,
        overdue: answer.is_overdue(today),
    };
    views::Answers { answers: all.iter().map(one).collect() }
}

/// Returns a short answer whole, with how each article is known on a day.
///
/// # Errors
/// [`LawError::Tables`], which a test excludes.
pub fn answer(answer: &'static Answer, today: NaiveDate) -> Result<views::Answer, LawError> {
    let mut articles = Vec::new();
    for article in answer.articles() {
        let basis = short::basis(&article, today)?;
        let verified_on = match basis {
            Basis::Table(Known::Read(day)) => day,
            _ => None,
        };
        articles.push(views::Article { article, standing: basis.code(), verified_on });
    }
    let worded = |tongue: Lang| {
        let w = answer.worded(tongue);
        views::AnswerText {
            questions: w.questions.clone(),
            text: w.text.trim().to_owned(),
            ask_back: w.ask.clone(),
            never: w.never.clone(),
            helpers: answer
                .to
                .iter()
                .filter_map(|t| short::helper(t))
                .map(|h| h.get(tongue).to_owned())
                .collect(),
        }
    };
    Ok(views::Answer {
        name: answer.id,
        about: label(&answer.about),
        review: answer.review,
        overdue: answer.is_overdue(today),
        articles,
        unverified: answer
            .unread()
            .map(|f| label(&Both { fr: f.fr.to_owned(), en: f.en.to_owned() }))
            .collect(),
        fr: worded(Lang::Fr),
        en: worded(Lang::En),
    })
}

/// Returns what became of a proposal.
#[must_use]
pub fn picked(answer: &'static Answer, of: Picked) -> views::Picked {
    let Picked { taken, helped, not } = of;
    views::Picked { name: answer.id, taken, helped, not_helped: not }
}
