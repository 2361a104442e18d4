//! `contrepoids notice account`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use zeroize::Zeroizing;

use crate::face::error::safe::Safe;
use crate::features::notice::messages::command::NoAccount;
use crate::features::notice::messages::command::NotDone;
use crate::features::notice::views::Tested;
use crate::{
    base::{Id, Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show, lines},
    },
    features::notice::actions::{account as app, audience, compose, shown},
    mail::{
        account::{self as account, Account, PasswordSource},
        command,
        outbox::Class,
        provider::{self, LineSecurity, Provider, SignIn, Verified},
        smtp::{BadServer, Method, PINNED_MAX, server::Place},
        transport::Delivery,
    },
    platform::input,
    tr,
};

/// The mail accounts of the section
///
/// An account says as whom and over which server notices leave. It lies sealed in the vault, with the password or with the
/// command that gives it; nothing of it is in a file in clear. Mail is handed over by TLS on port 465, or to a bridge on this
/// machine; certificates are always checked.
#[derive(Debug, Args)]
pub struct AccountArgs {
    /// What to do.
    #[command(subcommand)]
    pub verb: AccountCmd,
}

/// What `notice account` can do.
#[derive(Debug, Subcommand)]
pub enum AccountCmd {
    Add(Box<AddArgs>),
    Test(TestArgs),
    /// List the accounts
    List,
    /// Show one account, never its password
    Show(NameArgs),
    /// Use this account when none is named
    Default(NameArgs),
    /// Remove an account and its password from the vault
    Remove(NameArgs),
    /// List the usual providers with their settings and where these were read
    Providers,
}

/// Save an account; the settings of the usual providers are found from the address
///
/// The password is asked for on the terminal, read from a descriptor (--password-fd), or given at each sending by a command
/// (--password-command): its words are run without a shell, and the first line that it says counts. Where a provider offers
/// STARTTLS alone, nothing but EHLO and STARTTLS is said until the line is protected and the certificate has proved the name.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice account add section --from 'The team <team@gmail.com>'
  contrepoids notice account add section --from team@example.org \\
    --provider ovh --password-command 'pass show mail/section'
  contrepoids notice account add bridge --from team@proton.me
  contrepoids notice account add own --from team@example.org \\
    --smtp smtps://mail.example.org --ca-file ca.pem")]
pub struct AddArgs {
    /// Name of the account: letters, digits, hyphens
    pub name: String,
    /// Sender: an address, or `Name <address>`
    #[arg(long, value_name = "ADDRESS")]
    pub from: String,
    /// Provider that hosts the address (`notice account providers`)
    #[arg(long, value_name = "ID", conflicts_with = "smtp")]
    pub provider: Option<String>,
    /// Server: `smtps://NAME@HOST`, `smtp+starttls://NAME@HOST`, with `:PORT` where it is another than 465 or 587, or `smtp://127.0.0.1:PORT` for a bridge on this machine
    #[arg(long, value_name = "URL")]
    pub smtp: Option<String>,
    /// Name to sign in with, where it is not the address
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
    /// Read the password from this open file descriptor
    #[arg(long, value_name = "N", conflicts_with_all = ["password_command", "token_command"])]
    pub password_fd: Option<i32>,
    /// Command that says the password, run at each sending
    #[arg(long, value_name = "COMMAND", conflicts_with = "token_command")]
    pub password_command: Option<String>,
    /// Command that says an access token (OAuth 2), run at each sending
    #[arg(long, value_name = "COMMAND")]
    pub token_command: Option<String>,
    /// Trust this authority (a PEM file) and no other for the server
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// Use it when no account is named
    #[arg(long = "default")]
    pub is_default: bool,
    /// Take the place of the account of this name
    #[arg(long)]
    pub replace: bool,
}

/// Send a message to oneself over an account
///
/// Signs in and hands over one short message from the account's address to the same address. It asks first, unless --yes is
/// given.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice account test
  contrepoids notice account test section --yes")]
pub struct TestArgs {
    /// Name of the account; the default one without it
    pub name: Option<String>,
    /// Patience with the server in milliseconds (for tests)
    #[arg(long, value_name = "MS", hide = true)]
    pub patience_ms: Option<u64>,
}

/// One account.
#[derive(Debug, Clone, Args)]
pub struct NameArgs {
    /// Name of the account
    pub name: String,
}

struct AccountTable(Vec<(Id, Account)>);

impl Show for AccountTable {
    fn view(&self, _lang: Lang) -> impl View {
        shown::accounts(&self.0)
    }

    fn text(&self, lang: Lang) -> String {
        if self.0.is_empty() {
            return lines([
                tr!(lang, "Il n’y a pas de compte.", "There is no account."),
                tr!(
                    lang,
                    "Pour en faire un\u{a0}: contrepoids notice account add NOM --from ADRESSE",
                    "To make one: contrepoids notice account add NAME --from ADDRESS"
                ),
            ]);
        }
        let default = app::default(&self.0).map(|(id, _)| *id);
        lines(self.0.iter().map(|(id, account)| {
            let (name, from) = (&account.name, &account.from);
            let (server, how) = (account::shown(&account.server), account.signs_in().words(lang));
            let mark =
                if Some(*id) == default { tr!(lang, " (par défaut)", " (default)") } else { String::new() };
            format!("{name}{mark}  {from}  {server}  {how}")
        }))
    }
}

struct One {
    account: Account,
    default: bool,
    saved: bool,
    notes: Vec<String>,
}

impl Show for One {
    fn view(&self, _lang: Lang) -> impl View {
        shown::account(&self.account, self.default)
    }

    fn text(&self, lang: Lang) -> String {
        let account = &self.account;
        let (name, from) = (&account.name, &account.from);
        let (server, how) = (account::shown(&account.server), account.signs_in().words(lang));
        let mut out = vec![
            tr!(lang, "Compte\u{a0}: {name}", "Account: {name}"),
            tr!(lang, "Expéditeur\u{a0}: {from}", "Sender: {from}"),
            tr!(lang, "Serveur\u{a0}: {server}", "Server: {server}"),
        ];
        if let Some(user) = &account.server.user {
            out.push(tr!(lang, "Identifiant\u{a0}: {user}", "Signs in as: {user}"));
        }
        out.push(tr!(lang, "Preuve\u{a0}: {how}", "By: {how}"));
        if let PasswordSource::Command { words, .. } = &account.source {
            let words = command::shown(words);
            out.push(tr!(lang, "Commande\u{a0}: {words}", "Command: {words}"));
        }
        if account.authority.is_some() {
            out.push(tr!(
                lang,
                "Autorité\u{a0}: celle du fichier donné, et aucune autre",
                "Authority: the one of the file given, and no other"
            ));
        }
        if self.default {
            out.push(tr!(lang, "Par défaut\u{a0}: oui", "Default: yes"));
        }
        out.extend(self.notes.iter().cloned());
        if self.saved {
            out.push(tr!(
                lang,
                "Enregistré dans le coffre. Pour l’essayer\u{a0}: contrepoids notice account test {name}",
                "Saved in the vault. To try it: contrepoids notice account test {name}"
            ));
        }
        lines(out)
    }
}

struct Providers;

impl Show for Providers {
    fn view(&self, _lang: Lang) -> impl View {
        shown::providers()
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = Vec::new();
        for p in provider::all() {
            let (id, name, host, port) = (&p.id, &p.name, &p.host, p.port);
            let how = match p.line {
                LineSecurity::Tls => "TLS".to_owned(),
                LineSecurity::Loopback => tr!(lang, "passerelle sur cette machine", "bridge on this machine"),
                LineSecurity::Starttls if p.wants_token() => {
                    tr!(lang, "STARTTLS, jeton OAuth seulement", "STARTTLS, OAuth token only")
                }
                LineSecurity::Starttls => "STARTTLS".to_owned(),
            };
            let head = format!("{id:<13} {name:<24} {host}:{port}  ");
            // How it is reached stays one piece.
            let how = how.replace(' ', "\u{a0}");
            out.push(finding::wrapped("", "              ", &format!("{head}{how}")).trim_end().to_owned());
            if !p.domains.is_empty() {
                let domains = finding::wrapped("              ", "              ", &p.domains.join(", "));
                out.push(domains.trim_end().to_owned());
            }
            if let Some(most) = p.per_day {
                out.push(tr!(
                    lang,
                    "              au plus {most} messages par jour",
                    "              at most {most} messages a day"
                ));
            }
            let source = &p.source;
            let read = p.verified_on.to_string();
            let day = read.parse().map_or(read, |d| finding::day(lang, d));
            out.push(match p.standing {
                Verified::Verified => tr!(
                    lang,
                    "              lu le {day}\u{a0}:\n              {source}",
                    "              read on {day}:\n              {source}"
                ),
                Verified::Unverified => tr!(
                    lang,
                    "              non relu, à comparer avec l’aide du fournisseur\u{a0}:\n              {source}",
                    "              not re-read, to be compared with the provider's help:\n              {source}"
                ),
            });
        }
        lines(out)
    }
}

impl AccountCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub(super) fn safe(&self) -> Safe {
        match self {
            Self::List | Self::Show(_) | Self::Providers => Safe::Read,
            Self::Add(_) | Self::Test(_) | Self::Default(_) | Self::Remove(_) => Safe::Mail,
        }
    }
}

/// Runs `contrepoids notice account`.
///
/// # Errors
/// When the account cannot be made, found or used.
pub(super) fn run(face: &mut Face, args: &AccountArgs) -> Result<Exit, Refusal> {
    match &args.verb {
        AccountCmd::Add(args) => add(face, args),
        AccountCmd::Test(args) => test(face, args),
        AccountCmd::List => {
            let vault = face.open_read()?;
            let all = app::list(&vault)?;
            face.show(&AccountTable(all))?;
            Ok(Exit::Done)
        }
        AccountCmd::Show(args) => {
            let vault = face.open_read()?;
            let (id, account) = app::named(&vault, &args.name)?;
            let all = app::list(&vault)?;
            let default = app::default(&all).is_some_and(|(default, _)| *default == id);
            face.show(&One { account, default, saved: false, notes: Vec::new() })?;
            Ok(Exit::Done)
        }
        AccountCmd::Default(args) => {
            let mut vault = face.open_write()?;
            app::make_default(&mut vault, &args.name, face.now_ms())?;
            let all = app::list(&vault)?;
            face.show(&AccountTable(all))?;
            Ok(Exit::Done)
        }
        AccountCmd::Remove(args) => remove(face, args),
        AccountCmd::Providers => {
            face.show(&Providers)?;
            Ok(Exit::Done)
        }
    }
}

fn add(face: &mut Face, args: &AddArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let forbidden = audience::forbidden(&vault)?;
    let party = compose::sender(Some(&args.from), &forbidden)?;
    let typed = app::Typed {
        provider: args.provider.as_deref(),
        smtp: args.smtp.as_deref(),
        user: args.user.as_deref(),
        token: args.token_command.is_some(),
    };
    let found = app::settings(party.address(), &typed, &forbidden)?;
    let authority = match &args.ca_file {
        Some(path) => Some(authority(path)?),
        None => None,
    };
    let (method, line) = match (&args.token_command, &args.password_command) {
        (Some(line), _) => (Method::Token, Some(line)),
        (None, line) => (Method::Password, line.as_ref()),
    };
    let loopback = matches!(found.server.place, Place::Loopback(..));
    let source = match line {
        Some(line) => {
            let words = command::words(line)?;
            PasswordSource::Command { words, device: account::device(vault.device()) }
        }
        None if loopback && found.server.user.is_none() => PasswordSource::Nothing,
        None => {
            let asked = face.prompt().password(&found.server.host(), args.password_fd);
            let secret = asked.map_err(NotDone::Password)?;
            PasswordSource::Sealed(Zeroizing::new(secret.text().to_owned()))
        }
    };
    let account = Account {
        name: args.name.clone(),
        from: args.from.trim().to_owned(),
        server: found.server,
        method,
        source,
        authority,
        default_since: args.is_default.then_some(0),
    };
    let id = app::add(&mut vault, account, args.replace, &forbidden, face.now_ms())?;
    let all = app::list(&vault)?;
    let default = app::default(&all).is_some_and(|(default, _)| *default == id);
    let Some((_, account)) = all.into_iter().find(|(there, _)| *there == id) else {
        return Ok(Exit::Done);
    };
    // Who types a command here agrees that it is run here.
    app::agree(&account, vault.recall(), face.now_ms())?;
    let notes = found.provider.map(|p| notes(lang, p, method)).unwrap_or_default();
    face.show(&One { account, default, saved: true, notes })?;
    Ok(Exit::Done)
}

/// What a person has to know about a provider.
fn notes(lang: Lang, provider: &Provider, method: Method) -> Vec<String> {
    let mut out = Vec::new();
    let name = &provider.name;
    if method == Method::Password && provider.sign_in.first() == Some(&SignIn::AppPassword) {
        out.push(tr!(
            lang,
            "{name} veut un mot de passe propre à ce programme, créé dans ses réglages\u{a0}; celui du compte sera refusé.",
            "{name} wants a password made for this program, in its settings; the one of the account will be refused."
        ));
    }
    if provider.standing == Verified::Unverified {
        let source = &provider.source;
        out.push(tr!(
            lang,
            "Ces réglages n’ont pas été relus à la source\u{a0}: comparez-les avec l’aide de {name} ({source}).",
            "These settings were not re-read at their source: compare them with the help of {name} ({source})."
        ));
    }
    out
}

fn authority(path: &std::path::Path) -> Result<String, Refusal> {
    let unreadable = |e| NotDone::Unreadable(path.to_owned(), e);
    let bytes = input::read(path, PINNED_MAX as u64).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| BadServer::Authority)?;
    if text.len() <= PINNED_MAX && crate::mail::smtp::is_authority(text.as_bytes()) {
        Ok(text)
    } else {
        Err(BadServer::Authority.into())
    }
}

fn remove(face: &mut Face, args: &NameArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let (_, account) = app::named(&vault, &args.name)?;
    let (name, server) = (&account.name, account::shown(&account.server));
    let question = tr!(
        lang,
        "Retirer le compte {name} ({server}) et son mot de passe\u{a0}?",
        "Remove the account {name} ({server}) and its password?"
    );
    face.go_on(&question)?;
    app::remove(&mut vault, &args.name, face.now_ms())?;
    let all = app::list(&vault)?;
    face.show(&AccountTable(all))?;
    Ok(Exit::Done)
}

impl Show for Tested {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let (server, code) = (&self.server, self.code);
        lines([tr!(
            lang,
            "{server} a pris le message ({code}). Regardez s’il arrive\u{a0}: un mot de passe juste ne dit rien du chemin qui reste.",
            "{server} took the message ({code}). See whether it arrives: a right password says nothing of the rest of the way."
        )])
    }
}

fn test(face: &mut Face, args: &TestArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let vault = face.open_read()?;
    let trial = app::trial(&vault, args.name.as_deref())?.ok_or(NoAccount::None)?;
    drop(vault);
    let (server, address) = (trial.server(), trial.address());
    let question = tr!(
        lang,
        "Envoyer un message d’essai de {address} à la même adresse, par {server}\u{a0}?",
        "Send a test message from {address} to the same address, by {server}?"
    );
    face.go_on(&question)?;
    let tongue = lang;
    let delivery = trial.run(&mut Asking(face), tongue, args.patience_ms)?;
    match delivery {
        Delivery::Accepted(reply) => {
            face.show(&shown::tested(trial.name(), server, reply.code))?;
            Ok(Exit::Done)
        }
        Delivery::Refused(class, reply) => {
            Err(NoAccount::Refused { for_good: class == Class::Permanent, code: reply.code }.into())
        }
        Delivery::NotSent(trouble) | Delivery::Stop(trouble) => Err(NoAccount::Failed(trouble).into()),
        _ => Err(NoAccount::Unknown.into()),
    }
}

/// Asks a person on a terminal before a command runs for the first time on this device.
pub(super) fn agreed(face: &mut Face, account: &Account) -> Result<(), Refusal> {
    let lang = face.lang;
    match face.agree_to(&crate::features::notice::messages::account::agree_question(lang, account))? {
        Some(true) => Ok(()),
        Some(false) => Err(NoAccount::NotRun.into()),
        None => Err(NoAccount::NotAgreed(Box::new(account.clone())).into()),
    }
}

/// Asks on behalf of a use case.
struct Asking<'a>(&'a mut Face);

impl app::Consent for Asking<'_> {
    type No = Refusal;

    fn agree_to_run(&mut self, account: &Account) -> Result<(), Refusal> {
        agreed(self.0, account)
    }
}
