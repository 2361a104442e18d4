//! The clock, the median, the table.

use std::{fmt::Write as _, time::Instant};

/// Does something `runs` times and returns the median in microseconds.
pub fn median<T>(runs: usize, mut call: impl FnMut() -> T) -> f64 {
    let mut spent: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            let kept = std::hint::black_box(call());
            let micros = start.elapsed().as_secs_f64() * 1e6;
            drop(kept);
            micros
        })
        .collect();
    spent.sort_by(f64::total_cmp);
    spent[spent.len() / 2]
}

/// One line of the table.
pub struct Line {
    pub what: String,
    pub micros: f64,
    pub peers: Vec<(&'static str, f64)>,
    pub aim: Option<(String, bool)>,
}

#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// Adds a line and says it at once.
    pub fn add(&mut self, what: &str, micros: f64, peers: &[(&'static str, f64)]) {
        self.with_aim(what, micros, peers, None);
    }

    pub fn with_aim(
        &mut self,
        what: &str,
        micros: f64,
        peers: &[(&'static str, f64)],
        aim: Option<(String, bool)>,
    ) {
        let line = Line { what: what.to_owned(), micros, peers: peers.to_vec(), aim };
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
                    .map(
                        |(name, us)| serde_json::json!({"name": name, "us": us, "times_ours": us / l.micros}),
                    )
                    .collect();
                let aim = l.aim.as_ref().map(|(text, met)| serde_json::json!({"text": text, "met": met}));
                serde_json::json!({"what": l.what, "ours_us": l.micros, "peers": peers, "aim": aim})
            })
            .collect();
        format!("{:#}\n", serde_json::json!({"schema": "contrepoids.benches/1", "value": lines}))
    }
}

fn row(line: &Line) -> String {
    let peers: Vec<String> = line.peers.iter().map(|(name, us)| format!("{name} {}", time(*us))).collect();
    let ratios: Vec<String> = line
        .peers
        .iter()
        .map(|(_, us)| {
            let ratio = us / line.micros;
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
        time(line.micros),
        peers.join(", "),
        ratios.join(", ")
    )
}

fn time(micros: f64) -> String {
    match micros {
        us if us < 100.0 => format!("{us:.1} µs"),
        us if us < 10_000.0 => format!("{:.2} ms", us / 1e3),
        us if us < 1e6 => format!("{:.0} ms", us / 1e3),
        us => format!("{:.2} s", us / 1e6),
    }
}
