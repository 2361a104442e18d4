//! What is shown of notices and their sending, as data.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    base::{
        Id,
        view::{data, views},
    },
    law::Label,
};

views! {
    "contrepoids.notice.account/1" => Account;
    "contrepoids.notice.account-test/1" => Tested;
    "contrepoids.notice.accounts/1" => Accounts;
    "contrepoids.notice.answer/1" => Answer;
    "contrepoids.notice.answer-picked/1" => Picked;
    "contrepoids.notice.answers/1" => Answers;
    "contrepoids.notice.bounces/1" => Bounces;
    "contrepoids.notice.bounces-list/1" => Marks;
    "contrepoids.notice.cancel/1" => Cancelled;
    "contrepoids.notice.failed/1" => Repairs;
    "contrepoids.notice.later/1" => Kept;
    "contrepoids.notice.new/1" => Created;
    "contrepoids.notice.outbox/1" => Outbox;
    "contrepoids.notice.preview/1" => Preview;
    "contrepoids.notice.providers/1" => Providers;
    "contrepoids.notice.queue/1" => Queued;
    "contrepoids.notice.reply/1" => Replied;
    "contrepoids.notice.retry/1" => Retried;
    "contrepoids.notice.send/1" => Sent;
    "contrepoids.notice.send-plan/1" => SendPlan;
    "contrepoids.notice.status/1" => Statuses;
    "contrepoids.notice.suggest/1" => Suggested;
    "contrepoids.notice.template/1" => Template;
    "contrepoids.notice.templates/1" => Templates;
    "contrepoids.notice.templates-check/1" => Checks;
}

/// A message as it would leave, or without its text.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MessageText {
    /// The sender.
    pub from: String,
    /// The recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The files.
    pub files: Vec<File>,
    /// The page of HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
}

/// Who is written to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Selection {
    /// The notice says it.
    Proposed {
        /// `notice`.
        by: &'static str,
        /// The condition.
        #[serde(rename = "where")]
        condition: String,
    },
    /// The person who writes says it.
    Typed {
        /// `person`.
        by: &'static str,
        /// What the notice would have proposed.
        instead_of: Option<String>,
    },
}

/// What answers to words: a notice or a reply of the past.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Suggestion {
    /// A short answer.
    Answer {
        /// `answer`.
        kind: &'static str,
        /// Its name.
        name: String,
        /// The words of the question that it holds.
        matched: Vec<String>,
    },
    /// A notice.
    Notice {
        /// `notice`.
        kind: &'static str,
        /// Its name.
        name: String,
        /// The words of the question that it holds.
        matched: Vec<String>,
    },
    /// A reply.
    Reply {
        /// `reply`.
        kind: &'static str,
        /// Its subject.
        subject: String,
        /// Its text.
        body: String,
        /// What was asked.
        asked: String,
        /// The words of the question that it holds.
        matched: Vec<String>,
    },
}

data! {
    /// The short answers.
    pub struct Answers {
        /// Each of them.
        answers: Vec<AnswerSummary>,
    }

    /// A short answer, in a list.
    pub struct AnswerSummary {
        /// Its name.
        name: &'static str,
        /// What it is about.
        about: Label,
        /// The day before which a person reads it again.
        review: NaiveDate,
        /// Whether that day is past.
        overdue: bool,
    }

    /// A short answer.
    pub struct Answer {
        /// Its name.
        name: &'static str,
        /// What it is about.
        about: Label,
        /// The day before which a person reads it again.
        review: NaiveDate,
        /// Whether that day is past.
        overdue: bool,
        /// The articles that it cites.
        articles: Vec<Article>,
        /// The figures that were read in no text that is held.
        unverified: Vec<Label>,
        /// In French.
        fr: AnswerText,
        /// In English.
        en: AnswerText,
    }

    /// A short answer in one language.
    pub struct AnswerText {
        /// The question, as people ask it.
        questions: Vec<String>,
        /// The answer, in Markdown.
        text: String,
        /// What to ask back.
        ask_back: Vec<String>,
        /// What never to promise.
        never: String,
        /// Who helps.
        helpers: Vec<String>,
    }

    /// What became of a proposal.
    pub struct Picked {
        /// Its name.
        name: &'static str,
        /// How often it was taken for a reply.
        taken: u64,
        /// How often it helped.
        helped: u64,
        /// How often it did not.
        not_helped: u64,
    }

    /// A file of a message.
    pub struct File {
        /// Its name.
        name: String,
        /// Its size.
        bytes: usize,
    }

    /// A notice of the section that was made.
    pub struct Created {
        /// Its name.
        name: String,
        /// The folder of its files.
        folder: String,
        /// The languages that it has.
        languages: Vec<&'static str>,
        /// What is to be set with `--set`.
        to_set: Vec<String>,
        /// What comes from the roster.
        from_roster: Vec<String>,
        /// To whom it goes, as a condition of the roster.
        audience: Option<String>,
        /// Words that tell what this is about where everybody sees them.
        telling_words: Vec<&'static str>,
    }

    /// The accounts.
    pub struct Accounts {
        /// Each of them.
        accounts: Vec<Account>,
    }

    /// An account of a mail server.
    pub struct Account {
        /// Its name.
        name: String,
        /// The sender.
        from: String,
        /// The server.
        server: String,
        /// The name it signs in with.
        user: Option<String>,
        /// `nothing`, `password`, `password-command` or `token-command`: how it signs in.
        signs_in: &'static str,
        /// The command that gives the secret.
        command: Option<Vec<String>>,
        /// Whether only the authority of a given file is believed.
        own_authority: bool,
        /// Whether it is the one that sends where none is named.
        default: bool,
    }

    /// A message that a server took.
    pub struct Tested {
        /// The account.
        account: String,
        /// The server.
        server: String,
        /// Its answer.
        code: u16,
    }

    /// The providers that are known.
    pub struct Providers {
        /// Each of them.
        providers: Vec<Provider>,
    }

    /// A provider of mail.
    pub struct Provider {
        /// Its code.
        id: &'static str,
        /// Its name.
        name: &'static str,
        /// The domains of its addresses.
        domains: &'static [String],
        /// Its server.
        host: &'static str,
        /// The port.
        port: u16,
        /// `tls`, `starttls` or `loopback`.
        line: &'static str,
        /// `address` or `local`: what it signs in with.
        user: &'static str,
        /// Whether it takes no password, only an access token.
        token_only: bool,
        /// How many messages a day it takes, where that is known.
        per_day: Option<u32>,
        /// Where that was read.
        source: &'static str,
        /// The day it was.
        verified_on: String,
        /// Whether it was verified.
        verified: bool,
    }

    /// Returned mail that was read.
    pub struct Bounces {
        /// The mails.
        files: usize,
        /// Those that cannot be read.
        unreadable: usize,
        /// Those beyond the limit.
        beyond: usize,
        /// Files that are no mails.
        passed_over: usize,
        /// The addresses that came back.
        found: Vec<Bounce>,
        /// Those who want no more notices.
        stops: Vec<Stop>,
        /// Those who seem to ask for it in words: nothing is done.
        asking: Vec<Asking>,
        /// Reports that were counted before.
        counted_before: usize,
        /// Reports on an address that has changed since.
        address_changed_since: usize,
        /// Addresses of nobody.
        about_nobody: Vec<String>,
        /// Reports that tell of no failure.
        still_trying_or_delivered: usize,
        /// Other mails.
        others: usize,
        /// What was saved; nothing without `--apply`.
        applied: Option<Applied>,
    }

    /// An address that came back.
    pub struct Bounce {
        /// The person.
        member: Id,
        /// Their name.
        name: String,
        /// The address.
        address: String,
        /// `hard` or `soft`.
        class: &'static str,
        /// Why.
        reason: &'static str,
        /// The status of the report.
        status: String,
        /// `message` or `address`: what tells whose it is.
        by: &'static str,
        /// The campaign.
        campaign: Option<Id>,
        /// How many reports.
        reports: u64,
        /// What to do.
        repair: &'static str,
        /// The address to write to.
        repair_address: Option<String>,
    }

    /// Somebody who seems to want no more notices.
    pub struct Asking {
        /// The person.
        member: Id,
        /// Their name.
        name: String,
        /// The tag that would keep it.
        tag: &'static str,
    }

    /// Somebody who wants no more notices.
    pub struct Stop {
        /// The person.
        member: Id,
        /// Their name.
        name: String,
        /// The kind of notices.
        tag: &'static str,
        /// Whether the roster says so already.
        known: bool,
    }

    /// What was saved of returned mail.
    pub struct Applied {
        /// Addresses that were marked.
        marked: usize,
        /// People who were taken off.
        stopped: usize,
    }

    /// The addresses that take no mail.
    pub struct Marks {
        /// Each of them.
        marks: Vec<Mark>,
    }

    /// An address that takes no mail.
    pub struct Mark {
        /// The person.
        member: Id,
        /// Their name.
        name: String,
        /// The address.
        address: String,
        /// `hard` or `soft`.
        class: &'static str,
        /// Why.
        reason: &'static str,
        /// The status of the report.
        status: String,
        /// How many reports.
        reports: u64,
        /// When it was marked.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        at: Option<String>,
    }

    /// Messages that were taken back.
    pub struct Cancelled {
        /// How many.
        cancelled: u64,
    }

    /// Until when a campaign waits.
    pub struct Kept {
        /// The campaign.
        campaign: Id,
        /// Before when nothing of it leaves.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        not_before: Option<String>,
    }

    /// Messages that failed.
    pub struct Repairs {
        /// Each of them.
        failed: Vec<Failed>,
    }

    /// A message that failed.
    pub struct Failed {
        /// The person.
        member: Id,
        /// Their name.
        name: String,
        /// The address.
        address: String,
        /// Where the message stands.
        state: &'static str,
        /// The answer of the server.
        code: Option<u16>,
        /// Its words.
        answer: Option<String>,
        /// Whether the address was repaired since.
        repaired: bool,
    }

    /// The messages of a campaign that wait.
    pub struct Outbox {
        /// The campaign.
        campaign: Id,
        /// Its notice.
        notice: String,
        /// The messages; whole with `--for`.
        waiting: Vec<Waiting>,
    }

    /// A message that waits.
    pub struct Waiting {
        /// The person.
        member: Id,
        /// Where it stands.
        state: &'static str,
        /// The message.
        message: MessageText,
    }

    /// What a notice would be.
    pub struct Preview {
        /// The notice.
        notice: String,
        /// Who is written to.
        selection: Selection,
        /// How many messages.
        messages: usize,
        /// How many in each language.
        languages: BTreeMap<&'static str, usize>,
        /// How many get it in a language that is not theirs, because the notice has no other.
        in_another_language: usize,
        /// How many share an address with somebody.
        sharing_an_address: usize,
        /// Who gets none.
        excluded: Vec<Excluded>,
        /// Words that tell what this is about where everybody sees them.
        telling_words: Vec<&'static str>,
        /// The size of the files of all messages.
        files_bytes: u64,
        /// The articles that it cites.
        articles: Vec<Article>,
        /// One message.
        message: MessageText,
    }

    /// Somebody who gets no message.
    pub struct Excluded {
        /// The person.
        id: Id,
        /// Their name.
        name: String,
        /// Why.
        why: &'static str,
    }

    /// An article that a notice cites.
    pub struct Article {
        /// The article.
        article: String,
        /// How sure it is.
        standing: &'static str,
        /// The day it was verified.
        verified_on: Option<NaiveDate>,
    }

    /// A campaign that was queued.
    pub struct Queued {
        /// What names it.
        campaign: Id,
        /// Who is written to.
        selection: Selection,
        /// How many messages.
        queued: u64,
        /// Before when nothing of it leaves.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        not_before: Option<String>,
        /// The size of the files of all messages.
        files_bytes: u64,
        /// Who gets none.
        excluded: Vec<Excluded>,
    }

    /// A reply that was queued.
    pub struct Replied {
        /// The campaign.
        campaign: Id,
        /// How many messages.
        queued: u64,
        /// The subject.
        subject: String,
        /// The text.
        text: String,
    }

    /// Messages that wait again.
    pub struct Retried {
        /// How many.
        again: u64,
        /// Those among them that go to a repaired address.
        readdressed: u64,
        /// Those without a usable address.
        left: u64,
    }

    /// What was sent.
    pub struct Sent {
        /// The campaign.
        campaign: Id,
        /// The messages of this run by what became of them.
        this_run: BTreeMap<&'static str, u64>,
        /// All messages of the campaign by where they stand.
        counts: BTreeMap<&'static str, u64>,
        /// Addresses that are dead.
        dead_addresses: u64,
        /// What ended the run before its end.
        ended_early: Option<&'static str>,
        /// The same in words of the language of the run.
        text: Option<String>,
    }

    /// What would be sent.
    pub struct SendPlan {
        /// The campaign.
        campaign: Id,
        /// Its notice.
        notice: String,
        /// The messages that would leave.
        due: usize,
        /// Those of unknown fate.
        unknown: u64,
        /// All messages by where they stand.
        counts: BTreeMap<&'static str, u64>,
        /// The code of the list, which `--really` takes.
        list: String,
        /// The size of the files of all messages.
        files_bytes: u64,
        /// The way that was named.
        way: Option<String>,
        /// Before when nothing of it leaves.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        not_before: Option<String>,
        /// The first message.
        first: Option<MessageText>,
    }

    /// The campaigns.
    pub struct Statuses {
        /// Each of them.
        notices: Vec<Status>,
        /// Those of other devices, as they told of them.
        elsewhere: Vec<Elsewhere>,
    }

    /// A campaign of another device.
    pub struct Elsewhere {
        /// What names it.
        campaign: Id,
        /// Its notice.
        notice: String,
        /// When it was queued.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        queued_at: Option<String>,
        /// The device that queued it, and alone sends it.
        device: String,
        /// How many messages.
        messages: usize,
        /// The messages by where they stand.
        counts: BTreeMap<&'static str, u64>,
    }

    /// Another campaign that keeps one waiting.
    pub struct Waits {
        /// The other campaign.
        campaign: Id,
        /// The device that queued it before.
        device: String,
        /// When.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        since: Option<String>,
        /// How many people would get the notice twice.
        people: usize,
    }

    /// A campaign.
    pub struct Status {
        /// What names it.
        campaign: Id,
        /// Its notice.
        notice: String,
        /// When it was queued.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        queued_at: Option<String>,
        /// How many messages.
        messages: u64,
        /// The messages by where they stand.
        counts: BTreeMap<&'static str, u64>,
        /// Whether its recipients were erased.
        recipients_erased: bool,
        /// Words that told what it was about.
        telling_words: Vec<String>,
        /// Messages that are not settled; all with `--each`.
        open: Vec<MessageState>,
        /// Addresses that came back.
        returned: Vec<Returned>,
        /// Before when nothing of it leaves.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        not_before: Option<String>,
        /// Why it waits for a person: another device queued the same before.
        waits: Option<Waits>,
    }

    /// A message of a campaign.
    pub struct MessageState {
        /// The person.
        member: Id,
        /// Where it stands.
        state: &'static str,
        /// Their name, where the roster has it.
        name: Option<String>,
        /// The answer of the server.
        code: Option<u16>,
        /// Its words.
        answer: Option<String>,
        /// How many times it may have left.
        tries: u64,
        /// Since when it stands there.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        at: Option<String>,
    }

    /// An address that came back.
    pub struct Returned {
        /// The person.
        member: Id,
        /// `hard` or `soft`.
        class: &'static str,
    }

    /// What answers to words.
    pub struct Suggested {
        /// Each of them, best first.
        suggestions: Vec<Suggestion>,
    }

    /// The notices.
    pub struct Templates {
        /// Each of them.
        templates: Vec<NoticeSummary>,
    }

    /// A notice.
    pub struct NoticeSummary {
        /// Its name.
        name: String,
        /// Whose it is.
        origin: &'static str,
        /// What it is for, in both languages; nothing for one that is refused.
        about: Option<Label>,
        /// Its variables.
        variables: Option<Vec<String>>,
    }

    /// A notice with all that it takes.
    pub struct Template {
        /// Its name.
        name: String,
        /// What it is for, in both languages.
        about: Label,
        /// `statutory`, `news` or `dues`.
        purpose: &'static str,
        /// Who it proposes to write to.
        audience: Option<String>,
        /// Its variables.
        variables: Vec<Variable>,
        /// What it becomes with its samples.
        samples: Vec<Sample>,
    }

    /// A variable of a notice.
    pub struct Variable {
        /// Its name.
        name: String,
        /// What it is.
        kind: &'static str,
        /// `member`, `each` or `sender`: where it comes from.
        from: &'static str,
        /// Whether the ledger of the dues gives it, where the dues are kept here.
        ledger: bool,
        /// Whether it may be left out.
        optional: bool,
        /// What it may be.
        choices: Vec<String>,
        /// The list that it is the total of.
        total: Option<String>,
        /// The list that it stands in.
        within: Option<String>,
        /// What it is for, in both languages.
        about: Label,
        /// A sample.
        sample: Vec<String>,
    }

    /// A notice with its samples.
    pub struct Sample {
        /// The language.
        language: &'static str,
        /// The subject.
        subject: String,
        /// The text.
        text: String,
    }

    /// The check of the notices.
    pub struct Checks {
        /// Each of them.
        templates: Vec<Check>,
    }

    /// The check of a notice.
    pub struct Check {
        /// Its name.
        name: String,
        /// Whose it is.
        origin: &'static str,
        /// Whether it can be used.
        good: bool,
        /// What is wrong.
        code: Option<&'static str>,
        /// The same in words of the language of the run.
        problem: Option<String>,
        /// Words of its subject that tell what it is about.
        telling_words: Vec<&'static str>,
    }
}
