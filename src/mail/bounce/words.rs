//! What the words of a server mean: phrases of whole words, small, without accents, numbers and addresses.

/// Words of a server as a line of whole words, a space before and after each.
pub(super) struct Said(String);

/// Hosts that tell something by their name.
const TELLING: &[&str] =
    &["spamhaus", "spamcop", "barracuda", "sorbs", "dnsbl", "rbl", "uceprotect", "blocklist", "blacklist"];

impl Said {
    /// Reads a text. Addresses, hosts and numbers are no words: `user.unknown@full.example` says nothing.
    pub(super) fn of(text: &str) -> Self {
        let mut out = String::from(" ");
        for token in plain(text).split(|c: char| c.is_whitespace() || "<>()[]\"',;:".contains(c)) {
            let token = token.trim_end_matches(['.', '!', '?']);
            if token.contains('@') || is_host(token) {
                continue;
            }
            for word in token.split(|c: char| !c.is_alphanumeric()) {
                if word.chars().any(|c| !c.is_ascii_digit()) {
                    out.push_str(word);
                    out.push(' ');
                }
            }
        }
        // What Amazon writes before any answer.
        Self(out.replace(" unknown address error ", " "))
    }

    /// Tells whether one of these phrases is there.
    pub(super) fn has(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.has_one(phrase))
    }

    fn has_one(&self, phrase: &str) -> bool {
        self.0.match_indices(phrase).any(|(at, _)| {
            let edge = |i: Option<usize>| i.and_then(|i| self.0.as_bytes().get(i)).is_none_or(|b| *b == b' ');
            edge(at.checked_sub(1)) && edge(at.checked_add(phrase.len()))
        })
    }

    /// Tells whether the server speaks of the sender, not only to the sender.
    pub(super) fn of_sender(&self) -> bool {
        if self.has(SENDER) {
            return true;
        }
        let mut rest = self.0.clone();
        for to_them in TO_SENDER {
            rest = rest.replace(to_them, " ");
        }
        Self(rest).has(&["sender", "senders", "expediteur", "emetteur"])
    }
}

/// Brings words into small letters without accents.
fn plain(text: &str) -> String {
    let short: String = text.chars().take(64 * 1024).collect();
    short
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'à' | 'â' => 'a',
            'î' | 'ï' => 'i',
            'ô' => 'o',
            'û' | 'ù' => 'u',
            'ç' => 'c',
            c => c,
        })
        .collect()
}

fn is_host(token: &str) -> bool {
    let Some((_, last)) = token.rsplit_once('.') else { return false };
    (2..=6).contains(&last.len())
        && last.bytes().all(|b| b.is_ascii_alphabetic())
        && token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-' || b == b'_')
        && !TELLING.iter().any(|t| token.contains(t))
}

/// The sender is spoken to here.
const TO_SENDER: &[&str] = &[
    " to sender ",
    " to the sender ",
    " the sender of the message ",
    " notify the sender ",
    " inform the sender ",
    " for the sender ",
    " sender notified ",
    " the sender should ",
    " sender should ",
];

/// The sender, or the sender's server, is what is refused.
pub(super) const SENDER: &[&str] = &[
    "mail from",
    "mailfrom",
    "from address",
    "envelope from",
    "return path",
    "reverse path",
    "not allowed to send",
    "not authorized to send",
    "not permitted to send",
    "not owned by user",
    "your account",
    "your domain",
    "your email address",
    "your address",
    "votre compte",
    "votre domaine",
    "votre adresse",
    "adresse d expedition",
    "authentication required",
    "authentification requise",
    "must issue a starttls",
    "starttls",
    "tls required",
    "encryption required",
];

/// The sender is not who it says, as far as the server can see.
pub(super) const AUTHENTICATION: &[&str] = &[
    "spf",
    "dkim",
    "dmarc",
    "dmarcrejection",
    "unauthenticated",
    "unauthenticatedemail",
    "not authenticated",
    "fails authentication",
    "authentication checks",
    "sender id",
    "senderid",
    "from header",
];

/// The server that sends has a bad name.
pub(super) const REPUTATION: &[&str] = &[
    "spamhaus",
    "spamcop",
    "barracuda",
    "barracudacentral",
    "sorbs",
    "dnsbl",
    "rbl",
    "uceprotect",
    "blocklist",
    "blocklisted",
    "block list",
    "blacklist",
    "blacklisted",
    "black list",
    "blacklistlookup",
    "s3140",
    "s3150",
    "reputation",
    "blocked using",
    "your ip",
    "invalid ip",
    "sending ip",
    "source ip",
    "client ip",
    "this ip",
    "adresse ip",
    "client host",
    "reverse dns",
    "reverse hostname",
    "rdns",
    "ptr",
    "bloquee pour incident de spam",
    "bloques par nos services",
    "blocked by our services",
    "unwanted messages",
    "weren t sent",
];

/// Too many at a time.
pub(super) const RATE: &[&str] = &[
    "at a rate",
    "rate limit",
    "rate limits",
    "rate limited",
    "ratelimit",
    "sending rate",
    "unusual rate",
    "too many connections",
    "too many messages",
    "too many mails",
    "too many emails",
    "too many concurrent",
    "too many recipients",
    "too many sessions",
    "too much mail",
    "too fast",
    "too quickly",
    "too frequently",
    "too frequent",
    "slow down",
    "throttled",
    "throttling",
    "sending limit",
    "daily limit",
    "hourly limit",
    "message limit",
    "trop de connexions",
    "trop de messages",
    "connection limit",
];

pub(super) const FULL: &[&str] = &[
    "mailbox full",
    "mailboxfull",
    "mailbox is full",
    "box is full",
    "inbox is full",
    "inbox full",
    "boxes are full",
    "user is full",
    "account is full",
    "is over quota",
    "over quota",
    "overquota",
    "overquotatemp",
    "overquotaperm",
    "out of quota",
    "quota",
    "quotas",
    "disk full",
    "disk space",
    "over limit",
    "storage",
    "out of storage",
    "out of space",
    "insufficient system storage",
    "mailbox size limit",
    "too many messages in",
    "full mailbox",
    "pleine",
    "saturee",
];

pub(super) const TOO_LARGE: &[&str] = &[
    "too large",
    "too big",
    "size limit",
    "exceeds size",
    "exceeds maximum",
    "exceeds the maximum",
    "exceeds the size",
    "exceeded the maximum",
    "message size",
    "maximum message size",
    "maximum size",
    "length limit",
    "size exceeds",
    "trop volumineux",
    "trop gros",
    "taille limite",
];

/// The message itself, or the rules of the server.
pub(super) const POLICY: &[&str] = &[
    "as spam",
    "is spam",
    "like spam",
    "spam message",
    "spam detected",
    "spam content",
    "spam mail",
    "spam score",
    "antispam",
    "junk",
    "unsolicited",
    "virus",
    "malware",
    "infected",
    "blocked",
    "content rejected",
    "message rejected",
    "mail rejected",
    "messages rejected",
    "mail rejete",
    "message refuse",
    "message refused",
    "service refused",
    "service refuse",
    "policy reasons",
    "policy reason",
    "policy violation",
    "local policy",
    "against policy",
    "policy restrictions",
    "content restrictions",
    "relaying",
    "relay access",
    "relay denied",
    "relay not permitted",
    "not relay",
    "to relay",
    "not authorized",
    "permission to send",
    "permissions to send",
    "restricted",
    "non compliant",
    "not compliant",
    "rfc compliant",
    "bad sequence of commands",
    "syntax error",
    "helo",
    "ehlo",
    "attachment",
    "banned",
    "suspicious",
];

/// A fault on the way, which says nothing of the address.
pub(super) const FAULT: &[&str] = &[
    "mail loop",
    "mail loops",
    "loops back",
    "routing loop",
    "loop detected",
    "too many hops",
    "hop count",
    "hops",
    "command died",
    "command failed",
    "command output",
    "configuration error",
    "local error",
    "system error",
    "system config error",
    "internal error",
    "service unavailable",
    "service not available",
    "no such file or directory",
    "can t create",
    "couldn t create",
    "cannot open",
    "permission denied",
    "unknown mailer error",
];

/// It may work later.
pub(super) const TRIED: &[&str] = &[
    "retry time",
    "retry timeout",
    "retry later",
    "try again later",
    "try later",
    "not found try again",
    "later",
    "temporarily",
    "temporary",
    "essayer plus tard",
    "timed out",
    "time out",
    "timeout",
    "connection refused",
    "unreachable",
    "expired",
    "too long",
    "could not deliver for",
    "greylist",
    "greylisted",
    "greylisting",
    "graylisted",
    "suspended",
    "suspendu",
    "suspendue",
    "unpaid",
    "locked",
];

/// The server is still trying.
pub(super) const TRYING: &[&str] = &[
    "could not send message for past",
    "will keep trying",
    "still trying",
    "has not yet been delivered",
    "not yet been delivered",
    "delivery attempts will continue",
    "will be retried",
    "will retry",
    "warning message only",
    "you do not need to resend",
    "delivery is delayed",
    "has been delayed",
];

pub(super) const NO_DOMAIN: &[&str] = &[
    "domain not found",
    "domain name not found",
    "host not found",
    "host or domain name not found",
    "domain does not exist",
    "domain doesn t exist",
    "domain name does not exist",
    "domain is unknown",
    "host does not exist",
    "no such domain",
    "no such host",
    "unknown host",
    "host unknown",
    "unknown domain",
    "domain unknown",
    "non existent domain",
    "nonexistent domain",
    "non existent hosts",
    "nxdomain",
    "unrouteable",
    "unroutable",
    "null mx",
    "nullmx",
    "no mx",
    "does not accept mail",
    "does not accept email",
    "bad destination system",
    "couldn t find any host",
    "invalid domain",
    "illegal host",
    "couldn t find a mail exchanger",
    "domaine inconnu",
    "domaine inexistant",
    "domaine n existe pas",
    "serveur inconnu",
    "hote inconnu",
];

pub(super) const NO_BOX: &[&str] = &[
    "user unknown",
    "users unknown",
    "unknown user",
    "unknown users",
    "userunknown",
    "user is unknown",
    "recipient is unknown",
    "no such user",
    "nosuchuser",
    "no such recipient",
    "no such mailbox",
    "no such account",
    "no such address",
    "no such local user",
    "no such person",
    "no such email",
    "no mailbox",
    "no account by that name",
    "no valid recipients",
    "not a known user",
    "not a valid mailbox",
    "not a valid user",
    "not a valid recipient",
    "not a valid address",
    "not a registered",
    "not our customer",
    "unknown recipient",
    "recipient unknown",
    "unknown account",
    "unknown mailbox",
    "unknown local part",
    "unknown local user",
    "unknown address",
    "address unknown",
    "mailbox unknown",
    "account unknown",
    "recipient not found",
    "recipientnotfound",
    "recipnotfound",
    "user not found",
    "mailbox not found",
    "account not found",
    "address not found",
    "wasn t found",
    "could not be found",
    "couldn t be found",
    "invalid recipient",
    "invalid recipients",
    "recipient invalid",
    "invalid mailbox",
    "invalid user",
    "does not exist",
    "doesn t exist",
    "do not exist",
    "don t exist",
    "not exist",
    "this user doesn t have a",
    "undeliverable address",
    "not listed in",
    "bad destination mailbox address",
    "mailbox unavailable",
    "utilisateur inconnu",
    "utilisateur inexistant",
    "adresse inconnue",
    "adresse inexistante",
    "destinataire inconnu",
    "destinataire inexistant",
    "compte inconnu",
    "compte inexistant",
    "boite inconnue",
    "boite inexistante",
    "destinataire invalide",
    "adresse introuvable",
    "n existe pas",
    "n existe plus",
];

/// The person has another address.
pub(super) const MOVED: &[&str] = &[
    "has moved",
    "have moved",
    "user moved",
    "moved to another",
    "address has changed",
    "address changed",
    "changed address",
    "a change d adresse",
];

pub(super) const CLOSED: &[&str] = &[
    "account disabled",
    "account is disabled",
    "account has been disabled",
    "account that you tried to reach is disabled",
    "mailbox disabled",
    "mailbox is disabled",
    "mailbox has been disabled",
    "user disabled",
    "user is disabled",
    "user account is disabled",
    "address disabled",
    "address is disabled",
    "recipient disabled",
    "recipient is disabled",
    "recipient account disabled",
    "account inactive",
    "account is inactive",
    "inactive account",
    "user inactive",
    "inactive user",
    "user is inactive",
    "recipient is inactive",
    "mailbox inactive",
    "mailbox is inactive",
    "account that you tried to reach is inactive",
    "account closed",
    "account is closed",
    "account has been closed",
    "mailbox closed",
    "mailbox is closed",
    "account deleted",
    "account has been deleted",
    "account terminated",
    "account has been terminated",
    "account deactivated",
    "account is deactivated",
    "been deactivated",
    "mailbox deactivated",
    "user deactivated",
    "no longer active",
    "no longer available",
    "no longer exists",
    "no longer valid",
    "no longer in use",
    "no longer accepts",
    "no longer receives",
    "no longer works",
    "no longer on",
    "no longer with",
    "no longer here",
    "a ete desactive",
    "a ete desactivee",
    "est desactive",
    "est desactivee",
    "compte desactive",
    "boite desactivee",
    "adresse desactivee",
    "compte ferme",
    "compte supprime",
    "a ete supprime",
    "a ete supprimee",
    "a ete fermee",
    "boite fermee",
    "est fermee",
    "adresse supprimee",
    "n est plus",
];

/// Single words that only say something where nothing else does.
pub(super) const WEAK_FULL: &[&str] = &["full"];
pub(super) const WEAK_POLICY: &[&str] = &[
    "rejected",
    "refused",
    "denied",
    "policy",
    "spam",
    "listed",
    "rejete",
    "refuse",
    "prohibited",
    "transaction failed",
];

/// What a machine says of a message that did not arrive, whatever else it says.
pub(super) const FAILED: &[&str] = &[
    "unable to deliver",
    "not able to deliver",
    "could not be delivered",
    "cannot be delivered",
    "can not be delivered",
    "couldn t be delivered",
    "not be delivered",
    "was not delivered",
    "not delivered within",
    "undeliverable",
    "delivery failed",
    "failed to deliver",
    "delivery was aborted",
    "was aborted after",
    "was rejected by",
    "did not receive this message",
    "incorrectly constructed",
    "n a pas pu etre remis",
    "n a pu etre remis",
    "n a pas ete remis",
    "non remis",
    "echec de la remise",
];

/// What the subject of a report says.
pub(super) const RETURNED: &[&str] = &[
    "undeliverable",
    "undelivered",
    "undeliverable mail",
    "returned mail",
    "mail returned",
    "returned to sender",
    "delivery status notification",
    "delivery failure",
    "delivery failed",
    "delivery error",
    "failure notice",
    "mail failure",
    "mail system error",
    "non remis",
    "non distribue",
    "echec de la remise",
    "echec de remise",
    "retour a l expediteur",
];

/// What only the report of a server says above the addresses that failed.
pub(super) const SHAPES: &[&str] = &[
    "was not delivered to",
    "did not reach the following recipient",
    "did not reach the following recipients",
    "failed to these recipients",
    "failed to the following recipients",
    "following recipients failed",
    "following addresses had",
    "not be delivered to the following",
    "couldn t be delivered to the following",
    "failure reasons",
    "did not receive this message",
    "recipients was rejected by",
    "recipient s could not be reached",
    "recipients could not be reached",
    "had delivery problems",
];

/// Tells whether words say anything that is known.
pub(super) fn known(said: &Said) -> bool {
    [
        NO_BOX,
        NO_DOMAIN,
        CLOSED,
        MOVED,
        FULL,
        TOO_LARGE,
        AUTHENTICATION,
        REPUTATION,
        RATE,
        POLICY,
        FAULT,
        TRIED,
        WEAK_FULL,
        WEAK_POLICY,
    ]
    .iter()
    .any(|words| said.has(words))
        || said.of_sender()
}
