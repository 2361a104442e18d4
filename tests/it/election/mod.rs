//! `contrepoids election`: a whole election from the protocol to the comparison, and what is refused.

mod central;
mod delegate;
mod frozen;
mod given;
mod hostile;
mod minutes;
mod nature;
mod private;
mod procedure;
mod protocol;
mod replace;
mod shown;
mod story;

use serde_json::Value;

use crate::support::{Env, Run};

/// A vault with one election of two colleges, ours and FO in the first, FO alone in the second.
pub fn with_election() -> Env {
    let env = Env::with_vault();
    env.run([
        "election",
        "new",
        "--date",
        "2026-12-03",
        "--union",
        "CGT",
        "--college",
        "1:holders=4,women=60,men=40",
        "--college",
        "2:holders=2,women=20,men=20,boxes=Lyon+Nantes",
    ])
    .ok();
    env.write("lists.csv", LISTS);
    env.run(["election", "lists", "import", "--input", "lists.csv"]).ok();
    env
}

/// Types a list of holders of the first college.
pub fn add_list(env: &Env, union: &str, candidates: &[&str]) -> Run {
    let mut args = vec!["election", "lists", "add", "--college", "1", "--vote", "holders", "--union", union];
    args.extend(candidates.iter().flat_map(|candidate| ["--candidate", candidate]));
    env.run(args)
}

const LISTS: &str = "college;vote;list;unions;position;name;sex;born
1;holders;CGT;CGT;1;Camille Exemple;F;1980-01-31
1;holders;CGT;CGT;2;Lou Essai;H;1981-01-31
1;holders;CGT;CGT;3;Noa Exemple;F;1982-01-31
1;holders;CGT;CGT;4;Sacha Essai;H;1983-01-31
1;holders;FO;FO;1;Dominique Exemple;F;1970-01-31
1;holders;FO;FO;2;Maxime Essai;H;1971-01-31
1;substitutes;CGT;CGT;1;Alix Exemple;F;1984-01-31
1;substitutes;CGT;CGT;2;Ange Essai;H;1985-01-31
2;holders;FO;FO;1;Charlie Exemple;F;1972-01-31
2;holders;FO;FO;2;Eden Essai;H;1973-01-31
2;substitutes;FO;FO;1;Charlie Exemple;F;1972-01-31
2;substitutes;FO;FO;2;Eden Essai;H;1973-01-31
";

/// Enters a sheet of figures.
pub fn enter(env: &Env, args: &[&str]) -> Run {
    env.run(["election", "count"].iter().chain(args))
}

/// A file of entries: every box of both colleges, entered twice.
pub const COUNT: &str = r#"{"sheets":[
{"college":"1","vote":"holders","entry":1,"voters":62,"blank":1,"null":1,"signatures":62,
 "lists":[{"name":"CGT","ballots":40,"struck":{"2":10}},{"name":"FO","ballots":20}]},
{"college":"1","vote":"holders","entry":2,"voters":62,"blank":1,"null":1,
 "lists":[{"name":"CGT","ballots":40,"struck":{"2":10}},{"name":"FO","ballots":20}]},
{"college":"1","vote":"substitutes","entry":1,"voters":49,"blank":0,"null":0,"lists":[{"name":"CGT","ballots":49}]},
{"college":"1","vote":"substitutes","entry":2,"voters":49,"blank":0,"null":0,"lists":[{"name":"CGT","ballots":49}]},
{"college":"2","vote":"holders","box":"Lyon","entry":1,"voters":15,"blank":0,"null":0,"lists":[{"name":"FO","ballots":15}]},
{"college":"2","vote":"holders","box":"Lyon","entry":2,"voters":15,"blank":0,"null":0,"lists":[{"name":"FO","ballots":15}]},
{"college":"2","vote":"holders","box":"Nantes","entry":1,"voters":15,"blank":0,"null":0,"lists":[{"name":"FO","ballots":15}]},
{"college":"2","vote":"holders","box":"Nantes","entry":2,"voters":15,"blank":0,"null":0,"lists":[{"name":"FO","ballots":15}]},
{"college":"2","vote":"substitutes","box":"Lyon","entry":1,"voters":15,"blank":0,"null":0,"lists":[{"name":"FO","ballots":15}]},
{"college":"2","vote":"substitutes","box":"Lyon","entry":2,"voters":15,"blank":0,"null":0,"lists":[{"name":"FO","ballots":15}]},
{"college":"2","vote":"substitutes","box":"Nantes","entry":1,"voters":15,"blank":0,"null":0,"lists":[{"name":"FO","ballots":15}]},
{"college":"2","vote":"substitutes","box":"Nantes","entry":2,"voters":15,"blank":0,"null":0,"lists":[{"name":"FO","ballots":15}]}
]}"#;

/// The value of a command with `--json`.
pub fn json(env: &Env, args: &[&str]) -> Value {
    let run = env.run(["election"].iter().chain(args).chain(&["--json"]));
    assert!([0, 3, 21].contains(&run.code), "{}\n{}", run.out, run.err);
    run.json()
}
