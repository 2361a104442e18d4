//! The clock, the median, the table.

use std::fmt::Write as _;

use contrepoids::clock;

/// How long something took, in microseconds: the best of its runs, which a busy machine disturbs least, and the median.
#[derive(Clone, Copy)]
pub struct Took {
    pub best: f64,
    pub median: f64,
}

impl Took {
    pub fn of(mut spent: Vec<f64>) -> Self {
        spent.sort_by(f64::total_cmp);
        Self { best: spent[0], median: spent[spent.len() / 2] }
    }

    /// The share of one of `n` that were done in a row.
    pub fn each(self, n: usize) -> Self {
        Self { best: self.best / n as f64, median: self.median / n as f64 }
    }
}

/// Does something `runs` times.
pub fn time<T>(runs: usize, mut call: impl FnMut() -> T) -> Took {
    let spent: Vec<f64> = (0..runs)
        .map(|_| {
            let start = clock::instant();
            let kept = std::hint::black_box(call());
            let micros = start.elapsed().as_secs_f64() * 1e6;
            drop(kept);
            micros
        })
        .collect();
    Took::of(spent)
}

/// One line of the table.
pub struct Line {
    pub what: String,
    pub took: Took,
    pub peers: Vec<(&'static str, Took)>,
    pub aim: Option<(String, bool)>,
}

#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// Adds a line and says it at once.
    pub fn add(&mut self, what: &str, took: Took, peers: &[(&'static str, Took)]) {
        self.with_aim(what, took, peers, None);
    }

    pub fn with_aim(
        &mut self,
        what: &str,
        took: Took,
        peers: &[(&'static str, Took)],
        aim: Option<(String, bool)>,
    ) {
        let line = Line { what: what.to_owned(), took, peers: peers.to_vec(), aim };
        eprintln!("{}", row(&line));
        self.lines.push(line);
    }

    pub fn markdown(&self) -> String {
        let mut out = String::from("| what | ours | beside | ratio | aim |\n|---|---|---|---|---|\n");
        for line in &self.lines {
            let _ = writeln!(out, "{}", row(line));
        }
        out
    }

    pub fn json(&self) -> String {
        let lines: Vec<_> = self
            .lines
            .iter()
            .map(|l| {
                let peers: Vec<_> = l
                    .peers
                    .iter()
                    .map(|(name, peer)| {
                        let ratio = peer.best / l.took.best;
                        serde_json::json!({
                            "name": name, "best_us": peer.best, "median_us": peer.median, "times_ours": ratio,
                        })
                    })
                    .collect();
                let aim = l.aim.as_ref().map(|(text, met)| serde_json::json!({"text": text, "met": met}));
                serde_json::json!({
                    "what": l.what, "best_us": l.took.best, "median_us": l.took.median, "peers": peers, "aim": aim,
                })
            })
            .collect();
        format!("{:#}\n", serde_json::json!({"schema": "contrepoids.benches/1", "value": lines}))
    }
}

fn row(line: &Line) -> String {
    let peers: Vec<String> =
        line.peers.iter().map(|(name, us)| format!("{name} {}", shown(us.best))).collect();
    let ratios: Vec<String> = line
        .peers
        .iter()
        .map(|(_, us)| {
            let ratio = us.best / line.took.best;
            if ratio >= 1.0 {
                format!("{ratio:.1} × faster")
            } else {
                format!("{:.1} × slower", 1.0 / ratio)
            }
        })
        .collect();
    let aim = line
        .aim
        .as_ref()
        .map_or(String::new(), |(text, met)| format!("{text}: {}", if *met { "met" } else { "**missed**" }));
    format!(
        "| {} | {} | {} | {} | {aim} |",
        line.what,
        shown(line.took.best),
        peers.join(", "),
        ratios.join(", ")
    )
}

fn shown(micros: f64) -> String {
    match micros {
        us if us < 100.0 => format!("{us:.1} µs"),
        us if us < 10_000.0 => format!("{:.2} ms", us / 1e3),
        us if us < 1e6 => format!("{:.0} ms", us / 1e3),
        us => format!("{:.2} s", us / 1e6),
    }
}
