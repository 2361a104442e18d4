//! Hostile files (security.md B1) and hostile names (B5, B7) through the binary.

use std::{
    fs,
    io::Read,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use super::{everything, sample};
use crate::support::Env;

const MEGABYTES_10: usize = 10_000_000;

/// Pseudo-random bytes, the same on each run.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as u8
    })
    .take(count)
    .collect()
}

/// The eleven files of B1, each 10 MB.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let header = "Nom;Prénom;Courriel\n";
    let fill = |start: &[u8], part: &[u8]| {
        let mut out = start.to_vec();
        while out.len() + part.len() <= MEGABYTES_10 {
            out.extend(part);
        }
        out
    };
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let mut half = fill(&utf16(&format!("\u{feff}{header}")), &utf16("Exemple;Camille;c@example\n"));
    half.extend([0x00, 0xd8, b'\n', 0]);
    let wide = (0..100_000).map(|n| format!("c{n};")).collect::<Vec<_>>().concat();
    let ragged = (0..1_100_000).map(|n| format!("{}b\n", "a;".repeat(n % 8))).collect::<Vec<_>>().concat();
    vec![
        ("random bytes", noise(MEGABYTES_10)),
        ("one field", fill(format!("{header}A;").as_bytes(), &[b'x'; 1000])),
        ("a million quotes", fill(header.as_bytes(), &[b'"'; 1_000_000])),
        ("lone CR", fill(b"Nom;Prenom\r", b"\"a\rb\"\r")),
        ("NUL", fill(header.as_bytes(), b"A\0B;C;\n")),
        ("UTF-16", half),
        ("Latin-1", fill(b"Nom;Pr\xe9nom\n", b"\xc9lo\xefse;\x81\n")),
        ("marks", fill(b"", b"\xef\xbb\xbf")),
        ("100,000 columns", fill(format!("{wide}\n").as_bytes(), format!("{wide}\n").as_bytes())),
        ("ragged", [header.as_bytes(), ragged.as_bytes()].concat().into_iter().take(MEGABYTES_10).collect()),
        ("empty lines", vec![b'\n'; 5_000_000]),
    ]
}

/// Waits for the end and returns the greatest resident memory in KiB, as the system counted it.
fn peak(child: &mut Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or_default();
        most = most.max(line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0));
        std::thread::park_timeout(Duration::from_millis(2));
    }
    most
}

#[test]
fn hostile_files_end_soon_small_and_with_nothing_written() {
    let env = sample();
    let before = everything(&env);
    let files = files();
    assert_eq!(files.len(), 11);
    for (name, bytes) in files {
        env.write("hostile.csv", bytes);
        let (out, err) = (env.path("out"), env.path("err"));
        let mut command = env.command();
        command.args(["member", "import", "hostile.csv", "--apply"]);
        command
            .stdout(fs::File::create(&out).unwrap())
            .stderr(fs::File::create(&err).unwrap())
            .stdin(Stdio::null());
        let start = Instant::now();
        let mut child = command.spawn().unwrap();
        let kib = peak(&mut child);
        let took = start.elapsed();
        let code = child.wait().unwrap().code();
        let mut said = fs::read_to_string(&out).unwrap();
        fs::File::open(&err).unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(code, Some(1), "{name}: {said}");
        assert!(said.contains("line "), "{name}: {said}");
        assert!(said.contains("Nothing was"), "{name}: {said}");
        assert!(said.len() < 20_000, "{name}: {} bytes said", said.len());
        assert!(kib < 200 * 1024, "{name}: {kib} KiB");
        // Unoptimised builds take several times longer; the figure of 5 s is for the release.
        assert!(took < Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 5 }), "{name}: {took:?}");
    }
    assert_eq!(everything(&env), before);
}

#[test]
fn a_file_above_the_limit_is_refused() {
    let env = Env::with_vault();
    env.write("big.csv", vec![b'a'; 10 * 1024 * 1024 + 1]);
    env.run(["member", "import", "big.csv"]).fails(1, "more than 10 MB");
}

/// Plainly hostile texts, one on each line, `\u{…}` written out.
fn committed() -> Vec<String> {
    include_str!("../../data/hostile-names.txt")
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with("##"))
        .map(unescape)
        .collect()
}

fn unescape(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (hex, tail) = after.split_once('}').unwrap();
        out.push_str(before);
        out.push(char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap());
        rest = tail;
    }
    out + rest
}

/// The committed list and made ones: each trick before, within and after a name.
fn hostile_names() -> Vec<String> {
    let mut out = committed();
    let tricks = out.clone();
    for trick in tricks.iter().filter(|t| t.chars().count() < 80) {
        for name in [
            format!("{trick}Exemple"),
            format!("Exem{trick}ple"),
            format!("Exemple{trick}"),
            format!("\"{trick}\""),
        ] {
            out.push(name);
        }
    }
    assert!(out.len() >= 1_000, "{}", out.len());
    out
}

/// Whether a text holds anything that a terminal would obey or that would mislead a reader.
fn is_harmless(text: &str) -> bool {
    text.chars().all(|c| {
        let code = u32::from(c);
        let control = c.is_control() && c != '\n';
        let bidi = matches!(code, 0x61c | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff);
        !control && !bidi
    })
}

#[test]
fn the_check_for_harm_sees_harm() {
    for bad in ["\u{1b}[31m", "\r", "\u{202e}", "\u{9b}", "\u{7f}", "\0", "\u{7}"] {
        assert!(!is_harmless(bad));
    }
    assert!(is_harmless("Éloïse\n字🙂"));
}

#[test]
fn hostile_names_are_refused_or_shown_without_harm() {
    let names = hostile_names();
    let env = Env::with_vault();
    // Each name alone: the rows that cannot be taken are told without what they hold.
    let quoted = |n: &str| format!("\"{}\"", n.replace('"', "\"\""));
    let file = |names: &[String]| {
        let rows: Vec<String> =
            names.iter().enumerate().map(|(n, name)| format!("{};{n}", quoted(name))).collect();
        format!("Nom;libre:n\n{}\n", rows.join("\n"))
    };
    env.write("all.csv", file(&names));
    let preview = env.run(["member", "import", "all.csv", "--json"]);
    // A NUL or another such sign anywhere makes it no text file at all.
    let taken: Vec<String> = if preview.code == 1 {
        assert!(is_harmless(&preview.err), "{}", preview.err);
        let text: Vec<String> = names.iter().filter(|n| !n.chars().any(char::is_control)).cloned().collect();
        env.write("text.csv", file(&text));
        let plan = env.run(["member", "import", "text.csv", "--json"]);
        let plan = plan.json();
        let refused: Vec<u64> = plan["value"]["refusals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["line"].as_u64().unwrap())
            .collect();
        assert!(!refused.is_empty());
        text.iter()
            .enumerate()
            .filter(|(n, _)| !refused.contains(&(*n as u64 + 2)))
            .map(|(_, t)| t.clone())
            .collect()
    } else {
        panic!("control characters were taken for text");
    };
    assert!(taken.len() > 200, "{}", taken.len());
    env.write("taken.csv", file(&taken));
    let applied = env.run(["member", "import", "taken.csv", "--apply"]);
    assert!(is_harmless(&applied.out) && is_harmless(&applied.err));
    applied.ok();
    for lang in ["fr", "en"] {
        for args in [
            &["member", "list", "--standing", "all"][..],
            &["member", "list", "--standing", "all", "--json"],
            &["member", "list", "--standing", "all", "--sort", "nom", "--columns", "nom,prénom"],
            &["member", "duplicates"],
            &["member", "list", "exem"],
        ] {
            let run = env.run(args.iter().chain(&["--lang", lang])).ok();
            assert!(is_harmless(&run.out) && is_harmless(&run.err), "{args:?}");
        }
    }
    columns_are_aligned(&env);
    csv_runs_nothing_and_comes_back(&env);
}

fn columns_are_aligned(env: &Env) {
    use unicode_width::UnicodeWidthStr;
    let run = env.run(["member", "list", "--standing", "all", "--columns", "nom,id"]).ok();
    let mut ends = run.out.lines().filter(|l| !l.starts_with('─')).skip(1).map(|l| {
        let (name, _) = l.rsplit_once("  ").unwrap();
        (name.width(), l)
    });
    let (first, _) = ends.next().unwrap();
    for (width, line) in ends {
        assert_eq!(width, first, "{line:?}");
    }
}

/// security.md B7: no cell starts a formula, whatever reads it, and the names come back.
fn csv_runs_nothing_and_comes_back(env: &Env) {
    let csv = env
        .run(["member", "list", "--standing", "all", "--format", "csv", "--columns", "nom,libre:n"])
        .ok()
        .out;
    let body = csv.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(b',').from_reader(body.as_bytes());
    let mut cells = 0;
    for record in reader.records() {
        for cell in &record.unwrap() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠', '−']),
                "{cell:?}"
            );
            cells += 1;
        }
    }
    assert!(cells > 400);
    let other = Env::with_vault();
    other.write("back.csv", &csv);
    other.run(["member", "import", "back.csv", "--apply"]).ok();
    let names = |env: &Env| {
        let list = env
            .run(["member", "list", "--standing", "all", "--json", "--columns", "nom,libre:n"])
            .ok()
            .json();
        let mut out: Vec<String> = list["value"]["people"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| format!("{}|{}", p["family"], p["free:n"]))
            .collect();
        out.sort();
        out
    };
    assert_eq!(names(&other), names(env));
}

#[test]
fn hostile_names_on_the_command_line_harm_nobody() {
    let env = sample();
    for name in committed().iter().filter(|n| !n.contains('\0')).step_by(6) {
        for args in [
            vec!["member".to_owned(), "add".into(), format!("nom={name}")],
            vec!["member".into(), "show".into(), "--".into(), name.clone()],
            vec!["member".into(), "list".into(), "--".into(), name.clone()],
            vec!["member".into(), "list".into(), format!("--where={name}")],
            vec!["member".into(), "edit".into(), "e@example.org".into(), "--".into(), name.clone()],
            vec!["member".into(), "import".into(), "--".into(), name.clone()],
        ] {
            let run = env.run(&args);
            assert!(is_harmless(&run.out) && is_harmless(&run.err), "{args:?}\n{}\n{}", run.out, run.err);
            assert!((0..=3).contains(&run.code), "{args:?}: {}\n{}", run.code, run.err);
        }
    }
}
