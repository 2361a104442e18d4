//! The clock, the median, the table.

use std::fmt::Write as _;

use contrepoids::clock;

/// How long something took, in microseconds: by the clock the best of its runs and the median; and the processor time
/// of one run, of this process with all its threads and of the processes that it ran, which a busy machine disturbs
/// least. The system counts it in steps of 10 ms, hence over all runs together.
#[derive(Clone, Copy)]
pub struct Took {
    pub best: f64,
    pub median: f64,
    pub cpu: f64,
}

impl Took {
    pub fn of(mut spent: Vec<f64>, cpu: f64) -> Self {
        spent.sort_by(f64::total_cmp);
        Self { best: spent[0], median: spent[spent.len() / 2], cpu: cpu / spent.len() as f64 }
    }

    /// The share of one of `n` that were done in a row.
    pub fn each(self, n: usize) -> Self {
        let n = n as f64;
        Self { best: self.best / n, median: self.median / n, cpu: self.cpu / n }
    }
}

/// Does something `runs` times, more often while it is short, five times when it is long.
pub fn time<T>(runs: usize, mut call: impl FnMut() -> T) -> Took {
    let (before, begun) = (cpu(), clock::instant());
    let mut spent = Vec::new();
    loop {
        let (done, elapsed) = (spent.len(), begun.elapsed().as_millis());
        let enough = done >= runs && (elapsed >= 400 || done >= 2_000);
        if enough || (done >= 5 && elapsed > 10_000) {
            break;
        }
        let start = clock::instant();
        let kept = std::hint::black_box(call());
        spent.push(start.elapsed().as_secs_f64() * 1e6);
        drop(kept);
    }
    Took::of(spent, cpu() - before)
}

/// Processor time so far in microseconds, from `/proc`; 0 on other systems.
pub fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Fields 14 to 17 of all; the name in brackets may hold spaces.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after.split_whitespace().skip(11).take(4).filter_map(|t| t.parse::<u64>().ok()).sum();
    ticks as f64 * 1e4
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
        let mut out = String::from(
            "| what | ours (processor) | beside (processor) | ratio | aim |\n|---|---|---|---|---|\n",
        );
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
                            "name": name, "best_us": peer.best, "median_us": peer.median, "cpu_us": peer.cpu, "times_ours": ratio,
                        })
                    })
                    .collect();
                let aim = l.aim.as_ref().map(|(text, met)| serde_json::json!({"text": text, "met": met}));
                serde_json::json!({
                    "what": l.what, "best_us": l.took.best, "median_us": l.took.median, "cpu_us": l.took.cpu, "peers": peers, "aim": aim,
                })
            })
            .collect();
        format!("{:#}\n", serde_json::json!({"schema": "contrepoids.benches/1", "value": lines}))
    }
}

fn row(line: &Line) -> String {
    let peers: Vec<String> = line.peers.iter().map(|(name, us)| format!("{name} {}", both(us))).collect();
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
    format!("| {} | {} | {} | {} | {aim} |", line.what, both(&line.took), peers.join(", "), ratios.join(", "))
}

fn both(took: &Took) -> String {
    if took.cpu > 0.0 { format!("{} ({})", shown(took.best), shown(took.cpu)) } else { shown(took.best) }
}

fn shown(micros: f64) -> String {
    match micros {
        us if us < 100.0 => format!("{us:.1} µs"),
        us if us < 10_000.0 => format!("{:.2} ms", us / 1e3),
        us if us < 1e6 => format!("{:.0} ms", us / 1e3),
        us => format!("{:.2} s", us / 1e6),
    }
}
