//! A notice with its values and its sender, written for one recipient after the other.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use chrono::NaiveDate;

use crate::{
    base::{Id, Lang},
    features::notice::{
        actions::{Audience, Library, MemberError, NoticeError, Why, attach::Attached, audience::Recipient},
        rules::{self, own::FREE},
    },
    law::{
        LawError, book,
        cited::{self, Known},
    },
    mail::{Address, Forbidden, Message, MessageParts, Party, lint, read::ReadMessage},
    render::{
        Compiled, Given, Manifest, Notice, Purpose, RenderError, Values, Variable, When, Whence,
        manifest::{Asks, LEFT, OF_MEMBER},
        values,
    },
};

/// What the sender typed.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The name of the notice.
    pub notice: String,
    /// The variables, each with the values given for it; `place@en` is the value of `place` in English only.
    pub set: BTreeMap<String, Vec<String>>,
    /// The sender: an address, or `Name <address>`.
    pub from: Option<String>,
    /// The name of the sender for those who read English, where it is another.
    pub name_en: Option<String>,
    /// Where replies go, where that is another box of the section.
    pub reply_to: Option<String>,
    /// The values that are counted or listed for each member.
    pub each: Each,
    /// Whether the ledger of the dues gives what the notice marks so.
    pub ledger: bool,
}

impl Request {
    /// Returns the variables that were typed, by the names that the notice declares.
    #[must_use]
    pub fn names(&self, manifest: &Manifest) -> BTreeSet<String> {
        let typed = self.set.keys().map(|key| key.split('@').next().unwrap_or(key));
        typed.map(|name| manifest.resolve(name).unwrap_or(name).to_owned()).collect()
    }
}

/// Values for each member: the variables by name, as typed.
pub type Each = BTreeMap<Id, BTreeMap<String, String>>;

/// A notice that was checked as a whole and can be written for any recipient.
pub struct Composed {
    /// The notice.
    pub notice: Notice,
    /// The sender.
    pub from: Party,
    /// The sender for those who read English.
    from_en: Party,
    reply_to: Option<Address>,
    french: (Compiled, Values),
    english: (Compiled, Values),
    each: Each,
    // Whether the ledger of the dues says who gets it.
    ledger: bool,
    // Values of one person that were typed: for a notice that goes to one.
    french_alone: Values,
    english_alone: Values,
    today: NaiveDate,
    /// The files that go with it.
    pub files: Attached,
}

/// Takes the values of one language from what was typed: those for both, and those for this one in their place.
///
/// A name may be that of the other language.
pub(super) fn typed(request: &Request, manifest: &Manifest, tongue: Lang) -> BTreeMap<String, Vec<String>> {
    // What is not known keeps its name: the reader says so.
    let meant = |name: &str| manifest.resolve(name).unwrap_or(name).to_owned();
    let (mut out, mut of_tongue) = (BTreeMap::<String, Vec<String>>::new(), BTreeMap::new());
    for (name, values) in &request.set {
        let (into, name) = match name.split_once('@') {
            Some((name, code)) if code == tongue.code() => (&mut of_tongue, name),
            Some((_, "fr" | "en")) => continue,
            // Not a language: the reader names it among what it does not know.
            Some(_) | None => (&mut out, name.as_str()),
        };
        into.entry(meant(name)).or_insert_with(Vec::new).extend(values.iter().cloned());
    }
    out.extend(of_tongue);
    out
}

/// Reads a sender: an address, or `Name <address>`.
///
/// # Errors
/// [`NoticeError::NoSender`], [`NoticeError::Sender`], [`NoticeError::SenderName`], [`NoticeError::SenderForbidden`].
pub fn sender(typed: Option<&str>, forbidden: &Forbidden) -> Result<Party, NoticeError> {
    let typed = typed.map(str::trim).filter(|t| !t.is_empty()).ok_or(NoticeError::NoSender)?;
    let (name, address) = match typed.strip_suffix('>').and_then(|t| t.rsplit_once('<')) {
        Some((name, address)) => (name.trim().trim_matches('"'), address),
        None => ("", typed),
    };
    let address = Address::read(address).map_err(NoticeError::Sender)?;
    if forbidden.holds(&address) {
        return Err(NoticeError::SenderForbidden);
    }
    Party::new(name, address).map_err(|_| NoticeError::SenderName)
}

/// Returns the words of a sender, of a subject, of the names of files and of what a lock screen shows of the text that would
/// give membership away.
#[must_use]
pub fn telling(from: &Party, subject: &str, files: &[&str], text: &str) -> Vec<&'static str> {
    let mut found = lint::telling(subject);
    let first = lint::first_lines(text);
    let others = [from.name(), from.address().as_str(), &first].into_iter().chain(files.iter().copied());
    for word in others.flat_map(lint::telling).chain(lint::telling_address(from.address().as_str())) {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// Returns the articles that a text cites, each with what the law tables know of it on a day.
///
/// # Errors
/// [`LawError::Tables`], which a test excludes.
pub fn cited(text: &str, today: NaiveDate) -> Result<Vec<(String, Known)>, LawError> {
    let one = |article: String| Ok((article.clone(), cited::known(book(), &article, today)?));
    cited::articles(text).into_iter().map(one).collect()
}

impl Composed {
    /// Checks a request as a whole: the notice in both languages, the values, the sender.
    ///
    /// # Errors
    /// [`NoticeError::Render`] and those of [`sender`]; no member is looked at before.
    pub fn new(
        request: &Request,
        library: &Library,
        forbidden: &Forbidden,
        today: NaiveDate,
    ) -> Result<Self, NoticeError> {
        Self::of(library.named(&request.notice)?, request, forbidden, today)
    }

    /// Checks a notice that is at hand, as [`Composed::new`].
    ///
    /// # Errors
    /// As [`Composed::new`].
    pub fn of(
        mut notice: Notice,
        request: &Request,
        forbidden: &Forbidden,
        today: NaiveDate,
    ) -> Result<Self, NoticeError> {
        if request.ledger {
            let typed = request.names(&notice.manifest);
            notice.manifest.by_ledger(|name| typed.contains(name));
        }
        let from = sender(request.from.as_deref(), forbidden)?;
        let from_en = match request.name_en.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => Party::new(name, from.address().clone()).map_err(|_| NoticeError::SenderName)?,
            None => from.clone(),
        };
        // The day of leaving may be typed too, for one person of whom the roster does not say it.
        let of_one =
            |name: &str, v: &Variable| v.from == Whence::Each || (name == LEFT && v.from == Whence::Member);
        let one = |tongue| -> Result<((Compiled, Values), Values), NoticeError> {
            let tongue = notice.tongue(tongue);
            let compiled = notice.compile(tongue)?;
            let mut typed = typed(request, &notice.manifest, tongue);
            let mut alone = Values::new();
            for (name, variable) in notice.manifest.variables.iter().filter(|(n, v)| of_one(n, v)) {
                if let Some(typed) = typed.remove(name) {
                    alone.insert(name.clone(), variable.read(name, &typed)?);
                }
            }
            let mut values = notice.values(&typed)?;
            rules::reckon(&notice.manifest, &mut values, today)?;
            let from = if tongue == Lang::En { &from_en } else { &from };
            if values.get("sender") == Some(&Given::Nothing) && !from.name().is_empty() {
                values.insert("sender".to_owned(), Given::Line(from.name().to_owned()));
            }
            Ok(((compiled, values), alone))
        };
        let ((french, french_alone), (english, english_alone)) = (one(Lang::Fr)?, one(Lang::En)?);
        let (each, files, ledger) = (request.each.clone(), Attached::default(), request.ledger);
        let reply_to = request.reply_to.as_deref().map(|typed| answered(typed, forbidden)).transpose()?;
        Ok(Self {
            notice,
            from,
            from_en,
            reply_to,
            french,
            english,
            each,
            ledger,
            french_alone,
            english_alone,
            today,
            files,
        })
    }

    /// Tells whether who had this very notice before may get it again, because the ledger of the dues says whose turn it is: a
    /// reminder of another debt says the same as one before. A call for a year goes once.
    #[must_use]
    pub fn by_turns(&self) -> bool {
        self.ledger && self.notice.manifest.ledger != Some(Asks::Call)
    }

    /// Returns the days that lie on the wrong side of today, by the names of their variables: told before anything is queued.
    #[must_use]
    pub fn out_of_time(&self) -> Vec<(String, When)> {
        let mut out = rules::out_of_time(&self.notice.manifest, &self.french.1, self.today);
        for day in rules::out_of_time(&self.notice.manifest, &self.english.1, self.today) {
            if !out.contains(&day) {
                out.push(day);
            }
        }
        out
    }

    /// Returns the kind of the notice.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.notice.manifest.purpose
    }

    /// Writes the message for one recipient.
    ///
    /// `token` is the left part of the `Message-ID`, `stop_token` the word by which a reply asks for no more.
    ///
    /// # Errors
    /// [`NoticeError::Member`] names the member, never a value.
    pub fn message(
        &self,
        to: &Recipient,
        at_ms: u64,
        token: &str,
        stop_token: &str,
    ) -> Result<Message, NoticeError> {
        let wrong = |why: MemberError| NoticeError::Member { id: to.id, why: Box::new(why) };
        let ((compiled, values), alone) = match to.tongue {
            Lang::Fr => (&self.french, &self.french_alone),
            Lang::En => (&self.english, &self.english_alone),
        };
        let mut values = values.clone();
        for (name, variable) in &self.notice.manifest.variables {
            if let Some(given) = alone.get(name) {
                values.insert(name.clone(), given.clone());
                continue;
            }
            let text = match variable.from {
                Whence::Sender => continue,
                Whence::Member => of_roster(name, to),
                Whence::Each => {
                    self.each.get(&to.id).and_then(|v| v.get(name)).map_or("", String::as_str).into()
                }
            };
            let given = match text.trim() {
                "" if variable.optional || variable.reckoned.is_some() => Given::Nothing,
                "" => {
                    return Err(wrong(
                        RenderError::Missing { notice: self.notice.id.clone(), names: vec![name.clone()] }
                            .into(),
                    ));
                }
                text => variable.read(name, &[text.to_owned()]).map_err(|e| wrong(e.into()))?,
            };
            values.insert(name.clone(), given);
        }
        rules::reckon(&self.notice.manifest, &mut values, self.today).map_err(|e| wrong(e.into()))?;
        values::agree(&self.notice.manifest, &values).map_err(|e| wrong(e.into()))?;
        let tongue = self.notice.tongue(to.tongue);
        let refusable = self.purpose() != Purpose::Statutory;
        let below = if refusable { way_out(tongue) } else { "" };
        let content = compiled.render_above(&values, below).map_err(|e| wrong(MemberError::Render(e)))?;
        let stop_token = refusable.then_some(stop_token);
        let letter = MessageParts {
            from: if tongue == Lang::En { &self.from_en } else { &self.from },
            to: &to.party,
            content: &content,
            at_ms,
            token,
            stop_token,
            by_hand: None,
        };
        let message = Message::write(&letter);
        let message = match &self.reply_to {
            Some(at) => message.and_then(|message| message.answered_at(at)),
            None => message,
        };
        message.map_err(|e| wrong(MemberError::Message(e)))
    }

    /// Returns the words of the sender and of a message that would give membership away on a lock screen.
    #[must_use]
    pub fn telling(&self, message: &ReadMessage) -> Vec<&'static str> {
        let mut found = telling(&self.from, message.header("Subject"), &self.files.names(), &message.text);
        for word in lint::telling(self.from_en.name()) {
            if !found.contains(&word) {
                found.push(word);
            }
        }
        found
    }

    /// Returns what makes two campaigns alike: the notice and its values, not the sender or the day.
    #[must_use]
    pub fn content(&self) -> Vec<u8> {
        let mut out = self.notice.id.clone().into_bytes();
        let mut add = |values: &Values| {
            for (name, given) in values.iter().filter(|(name, _)| *name != "sender") {
                for part in [name.as_str(), &given.plain(Lang::Fr)] {
                    out.extend((part.len() as u64).to_be_bytes());
                    out.extend_from_slice(part.as_bytes());
                }
            }
        };
        add(&self.french.1);
        if self.english.1 != self.french.1 {
            add(&self.english.1);
        }
        add(&self.french_alone);
        if self.english_alone != self.french_alone {
            add(&self.english_alone);
        }
        out.extend(self.files.content());
        // Texts of a person bear one name, and are alike where they say the same.
        if self.notice.id == FREE {
            for tongue in self.notice.tongues() {
                out.extend_from_slice(self.notice.file(*tongue).as_bytes());
            }
        }
        out
    }

    /// Leaves out who lacks what the notice must say of each person: values, or a fact of the roster.
    pub fn leave_out(&self, people: &mut Audience) {
        let must = |whence| {
            let all = self.notice.manifest.variables.iter();
            all.filter(move |(_, v)| v.from == whence && !v.optional && v.reckoned.is_none())
                .map(|(name, _)| name)
        };
        let typed = |r: &Recipient, name: &str| match r.tongue {
            Lang::Fr => self.french_alone.contains_key(name),
            Lang::En => self.english_alone.contains_key(name),
        };
        people.exclude(Why::NoValues, |r| {
            !self.each.contains_key(&r.id) && must(Whence::Each).any(|name| !typed(r, name))
        });
        for name in must(Whence::Member) {
            // Without a name or an address nobody is a recipient.
            if let Some(known) = OF_MEMBER.iter().find(|known| *known == name) {
                people
                    .exclude(Why::NoFact(known), |r| of_roster(name, r).trim().is_empty() && !typed(r, name));
            }
        }
    }

    /// Refuses values of one person that were typed once for several.
    ///
    /// # Errors
    /// [`NoticeError::SetForMany`].
    pub fn fits(&self, people: &Audience) -> Result<(), NoticeError> {
        let count = people.recipients.len();
        let mut names: Vec<String> =
            self.french_alone.keys().chain(self.english_alone.keys()).cloned().collect();
        names.sort();
        names.dedup();
        if count > 1 && !names.is_empty() {
            return Err(NoticeError::SetForMany { names, count });
        }
        Ok(())
    }
}

/// Reads where replies go: never at the employer's.
fn answered(typed: &str, forbidden: &Forbidden) -> Result<Address, NoticeError> {
    let address = Address::read(typed.trim()).map_err(NoticeError::Sender)?;
    if forbidden.holds(&address) { Err(NoticeError::SenderForbidden) } else { Ok(address) }
}

/// How to get no more of what may be refused, in words: many mail programs show no button for it.
fn way_out(tongue: Lang) -> &'static str {
    match tongue {
        Lang::Fr => "Pour ne plus recevoir ce genre de message, répondez STOP.",
        Lang::En => "To get no more messages of this kind, reply STOP.",
    }
}

/// What the roster says of a recipient, by the name of the variable.
pub(super) fn of_roster<'a>(name: &str, to: &'a Recipient) -> Cow<'a, str> {
    match name {
        "given_name" => to.given_name.as_str().into(),
        "name" => to.party.name().into(),
        "email" => to.party.address().as_str().into(),
        "language" => match to.tongue {
            Lang::Fr => "français".into(),
            Lang::En => "English".into(),
        },
        "site" => to.site.as_str().into(),
        "service" => to.service.as_str().into(),
        LEFT => to.left.map(|day| day.to_string()).unwrap_or_default().into(),
        _ => "".into(),
    }
}

/// The token of a message that is only shown: there is no campaign yet.
pub const NO_TOKEN: &str = "00000000000000000000000000000000";
