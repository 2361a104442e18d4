//! A small mail server on loopback that lies as it is told, and remembers what it saw.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// The steps of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Greeting,
    Ehlo,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// In the middle of the message.
    During,
    /// After the final dot.
    Dot,
}

pub(crate) const STEPS: [Step; 8] =
    [Step::Greeting, Step::Ehlo, Step::Auth, Step::Mail, Step::Rcpt, Step::Data, Step::During, Step::Dot];

/// What the server does at a step.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// What a server does.
    Usual,
    /// Answers with these bytes.
    Say(String),
    /// Closes the connection.
    Drop,
    /// Says nothing more until the client goes.
    Stall,
    /// Answers one byte every 20 ms, without an end.
    Drip,
    /// Answers as usual, then closes the connection.
    UsualThenDrop,
    /// Answers with a line that never ends.
    Endless,
}

/// What the server saw.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) connections: u64,
    /// All lines but those of messages.
    pub(crate) lines: Vec<String>,
    /// The messages that had their final dot, accepted or not: recipient and content.
    pub(crate) dots: Vec<(String, String)>,
    /// Bytes of endless answers that were taken.
    pub(crate) endless: u64,
    /// The messages that were answered with 250.
    pub(crate) accepted: Vec<(String, String)>,
}

type Plan = Box<dyn FnMut(Step, u64) -> Act + Send>;

pub(crate) struct Server {
    at: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server; `plan` says what to do at each step of the n-th message (from 0).
    pub(crate) fn start(plan: impl FnMut(Step, u64) -> Act + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let ended = Arc::new(AtomicBool::new(false));
        let (saw, end) = (Arc::clone(&seen), Arc::clone(&ended));
        let plan: Arc<Mutex<Plan>> = Arc::new(Mutex::new(Box::new(plan)));
        let thread = thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if end.load(Ordering::SeqCst) {
                    break;
                }
                let (saw, plan) = (Arc::clone(&saw), Arc::clone(&plan));
                // A client that was let down may still hold its line while it opens the next.
                thread::spawn(move || {
                    let _ = talk(&stream, &saw, &plan);
                    let _ = stream.shutdown(std::net::Shutdown::Both);
                });
            }
        });
        Self { at, seen, ended, thread: Some(thread) }
    }

    /// A server that takes everything.
    pub(crate) fn kind() -> Self {
        Self::start(|_, _| Act::Usual)
    }

    /// A server that does something else at one step of one message.
    pub(crate) fn odd(step: Step, message: u64, act: Act) -> Self {
        Self::start(move |s, n| if s == step && n == message { act.clone() } else { Act::Usual })
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.at)
    }

    pub(crate) fn url_for(&self, user: &str) -> String {
        format!("smtp://{user}@{}", self.at)
    }

    pub(crate) fn look<T>(&self, f: impl FnOnce(&Seen) -> T) -> T {
        f(&self.seen.lock().unwrap())
    }

    pub(crate) fn accepted(&self) -> Vec<String> {
        self.look(|s| s.accepted.iter().map(|(to, _)| to.clone()).collect())
    }

    /// How many bytes of endless answers the client took.
    pub(crate) fn sent(&self) -> u64 {
        self.look(|s| s.endless)
    }

    pub(crate) fn dots(&self) -> usize {
        self.look(|s| s.dots.len())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.at));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Does one step; `Some` when the conversation goes on with these bytes.
fn act(stream: &TcpStream, seen: &Mutex<Seen>, act: Act, usual: &str) -> std::io::Result<bool> {
    let mut out = stream;
    match act {
        Act::Usual => out.write_all(usual.as_bytes())?,
        Act::Say(bytes) => out.write_all(bytes.as_bytes())?,
        Act::UsualThenDrop => {
            out.write_all(usual.as_bytes())?;
            return Ok(false);
        }
        Act::Drop => return Ok(false),
        Act::Stall => {
            let mut rest = Vec::new();
            let _ = out.read_to_end(&mut rest);
            return Ok(false);
        }
        Act::Endless => {
            let piece = [b'2'; 1 << 14];
            while out.write_all(&piece).is_ok() {
                seen.lock().unwrap().endless += piece.len() as u64;
            }
            return Ok(false);
        }
        Act::Drip => {
            let (_keep, timer) = mpsc::channel::<()>();
            while out.write_all(b"2").is_ok() {
                let _ = timer.recv_timeout(Duration::from_millis(20));
            }
            return Ok(false);
        }
    }
    Ok(true)
}

fn talk(stream: &TcpStream, seen: &Mutex<Seen>, plan: &Mutex<Plan>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let number =
        |s: &Mutex<Seen>| s.lock().unwrap().lines.iter().filter(|l| l.starts_with("MAIL")).count() as u64;
    let choose = |step: Step, n: u64| (plan.lock().unwrap())(step, n);
    seen.lock().unwrap().connections += 1;
    let n = number(seen).saturating_sub(1);
    if !act(stream, seen, choose(Step::Greeting, n), "220 ready\r\n")? {
        return Ok(());
    }
    let mut input = BufReader::new(stream.try_clone()?);
    let mut to = String::new();
    loop {
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(());
        }
        seen.lock().unwrap().lines.push(line.trim_end().to_owned());
        let n = number(seen).saturating_sub(1);
        let verb = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let go = match verb.as_str() {
            "EHLO" => act(
                stream,
                seen,
                choose(Step::Ehlo, n),
                "250-sink\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n",
            )?,
            "AUTH" => act(stream, seen, choose(Step::Auth, n), "235 ok\r\n")?,
            "MAIL" => act(stream, seen, choose(Step::Mail, n), "250 ok\r\n")?,
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                act(stream, seen, choose(Step::Rcpt, n), "250 ok\r\n")?
            }
            "DATA" => {
                let choice = choose(Step::Data, n);
                let refused = matches!(choice, Act::Say(_));
                let go = act(stream, seen, choice, "354 go\r\n")?;
                if go && !refused { body(stream, &mut input, seen, &to, n, &choose)? } else { go }
            }
            "QUIT" => {
                act(stream, seen, Act::Usual, "221 bye\r\n")?;
                false
            }
            _ => act(stream, seen, Act::Usual, "250 ok\r\n")?,
        };
        if !go {
            return Ok(());
        }
    }
}

fn body(
    stream: &TcpStream,
    input: &mut BufReader<TcpStream>,
    seen: &Mutex<Seen>,
    to: &str,
    n: u64,
    choose: &dyn Fn(Step, u64) -> Act,
) -> std::io::Result<bool> {
    let during = choose(Step::During, n);
    if !matches!(during, Act::Usual) {
        return act(stream, seen, during, "");
    }
    let mut message = String::new();
    loop {
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(false);
        }
        if line == ".\r\n" {
            break;
        }
        message.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
    seen.lock().unwrap().dots.push((to.to_owned(), message.clone()));
    let choice = choose(Step::Dot, n);
    if matches!(choice, Act::Usual | Act::UsualThenDrop) {
        seen.lock().unwrap().accepted.push((to.to_owned(), message));
    }
    act(stream, seen, choice, "250 taken\r\n")
}
