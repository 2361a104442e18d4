//! No option is left out in silence anywhere in `law`: each makes a difference somewhere, and where it cannot it is refused.

use std::collections::BTreeSet;

use clap::Command;
use contrepoids::{base::Lang, cli::help::localised};

use crate::support::Env;

/// Command, option, a line without it, and what is added: the answer is another one, or the option is refused.
const MATTERS: &str = "
list | markdown | list | --markdown
text | diff | text L2314-33 --on 2026-01-01 | --diff 2025-01-01
search | hits | search vote | --hits 1
headcount | month | headcount --month 2026-09=49.5 | --month 2026-10=50
headcount | input | headcount --month 2026-09=49.5 | --input -
seats | headcount | seats --headcount 30 | --headcount=700
colleges | headcount | colleges --headcount 20 | --headcount=600
colleges | cadres | colleges --headcount 600 | --cadres 25
colleges | seats | colleges --headcount 720 --cadres 120 --staff 1=400 --staff 2=200 --staff 3=120 | --seats 12
colleges | staff | colleges --headcount 720 --cadres 120 | --staff 1=400 --staff 2=200 --staff 3=120
electors | hired | electors --on 2026-12-15 --born 1990-01-01 | --hired 2026-09-15
electors | born | electors --on 2026-12-15 --hired 2026-09-15 | --born 2012-01-01
electors | kind | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --kind seconded
electors | company | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 --kind temp | --company agency
electors | months | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 --kind temp --company agency | --months 2
electors | months-to-stand | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 --kind temp --company agency --months 12 | --months-to-stand 2
electors | rights-lost | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --rights-lost
electors | relative | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --relative
electors | delegation | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --delegation
electors | represents-employer | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --represents-employer
electors | head-duties | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --head-duties
electors | runs-company | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --runs-company
electors | relative-of-head | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --relative-of-head
electors | part-time-elsewhere | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --part-time-elsewhere
electors | contract-end | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --contract-end 2026-12-14
electors | earlier-months | electors --on 2026-12-15 --hired 2026-11-02 --born 1990-01-01 | --earlier-months 6
electors | mission-months | electors --on 2026-12-15 --hired 2026-11-01 --born 1990-01-01 | --mission-months 3
electors | votes-here | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 --kind seconded | --votes-here yes
electors | stands-elsewhere | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --stands-elsewhere
electors | link-ended | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 --kind temp --company agency --months 12 | --link-ended
electors | habitual | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --habitual no
electors | opened | electors --on 2026-12-15 --born 1990-01-01 --kind temp --company agency --months 4 --explain | --opened 2026-07-01
electors | votes-at-host | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 | --votes-at-host
electors | leave-months | electors --on 2026-12-15 --hired 2026-06-20 --born 1990-01-01 | --leave-months 5
electors | group-since | electors --on 2026-12-15 --hired 2026-10-01 --born 1990-01-01 | --group-since 2019-01-01
electors | taken-over | electors --on 2026-12-15 --hired 2026-10-01 --born 1990-01-01 --group-since 2019-01-01 | --taken-over
electors | safety-meetings | electors --on 2026-12-15 --hired 2020-01-01 --born 1990-01-01 --explain | --safety-meetings
electors | input | electors --on 2026-12-15 --hired 2020-01-01 | --input -
electors | roster | electors --on 2026-12-15 --hired 2020-01-01 | --roster
parity | women | parity --women 60 --men 40 --seats 10 | --women=20
parity | men | parity --women 60 --men 40 --seats 10 | --men=10
parity | seats | parity --women 50 --men 50 --candidates 3 | --seats 5
parity | candidates | parity --women 60 --men 40 --seats 10 | --candidates 4
parity | list | parity --women 60 --men 40 --seats 5 | --list FHFFF
parity | elected | parity --women 60 --men 40 --seats 5 --list FFFFF | --elected 1,2,3
parity | order | parity --women 60 --men 40 --seats 5 --list FHFFF --elected 1,2,3,4 | --order 4,2,3,1,5
parity | free | parity --women 60 --men 40 --seats 5 --list FHFFF | --free
parity | input | parity --women 60 --men 40 | --input -
quorum | registered | quorum --registered 47 --valid 23 | --registered=40
quorum | valid | quorum --registered 47 --valid 23 | --valid=24
quorum | voters | quorum --registered 47 --valid 24 | --voters 20
quorum | blank | quorum --registered 47 --voters 45 --null 10 | --blank 12
quorum | null | quorum --registered 47 --voters 45 --blank 12 | --null 10
quorum | all-struck | quorum --registered 47 --voters 35 --blank 6 --null 5 | --all-struck 1
quorum | input | quorum --registered 47 --valid 23 | --input -
allocate | seats | allocate --seats 7 --list A=500 --list B=270 | --seats=3
allocate | list | allocate --seats 7 --list A=500 | --list B=270
allocate | valid | allocate --seats 6 --list A=47 --list B=29 | --valid 120
allocate | candidates | allocate --seats 6 --list A=47 --list B=29 | --candidates A=1
allocate | born | allocate --seats 1 --list A=10 --list B=10 | --born A=1970-01-31 --born B=1980-01-31
allocate | what-if | allocate --seats 6 --list A=47 --list B=29 | --what-if
allocate | input | allocate --seats 6 --list A=47 | --input -
audience | input | audience | --input -
agreement | union | agreement --union A=250 --signed A | --union B=350
agreement | signed | agreement --union A=250 --union B=150 --signed A | --signed=B
agreement | audience | agreement --union A=250 --signed A | --audience -
agreement | input | agreement --union A=250 --signed A | --input -
agreement | signed-on | agreement --union A=150 --union B=250 --signed A | --signed-on 2026-11-02
agreement | majority-only | agreement --union A=150 --union B=250 --signed A | --majority-only
agreement | for | agreement --union A=150 --union B=250 --signed A --against 49 | --for 51
agreement | against | agreement --union A=150 --union B=250 --signed A --for 51 | --against 49
agreement | staff | agreement --approved 6 | --staff 9
agreement | approved | agreement --staff 9 | --approved 6
pse | union | pse --union A=250 --signed A | --union B=350
pse | signed | pse --union A=250 --union B=150 --signed A | --signed=B
pse | audience | pse --union A=250 --signed A | --audience -
pse | input | pse --union A=250 --signed A | --input -
pse | headcount | pse --dismissals 12 | --headcount 300
pse | dismissals | pse --headcount 300 | --dismissals 12
pse | first-meeting | pse --headcount 300 --dismissals 120 | --first-meeting 2026-11-02
pse | over-three-months | pse --headcount 300 --dismissals 5 | --over-three-months 11
pse | over-year | pse --headcount 300 --dismissals 5 | --over-year 19
rights | headcount | rights --headcount 30 | --headcount=700
rights | representative | rights --headcount 350 | --representative
rights | not-representative | rights --headcount 350 | --not-representative
rights | seats-won | rights --headcount 500 --representative | --seats-won 1
rights | won-across | rights --headcount 500 --representative --seats-won 3 | --won-across
rights | establishments | rights --headcount 2400 --representative | --establishments 3
rights | meetings | rights --headcount 350 | --meetings 6
rights | hazardous | rights --headcount 60 | --hazardous
rights | payroll | rights --headcount 350 | --payroll 1000000
by-election | seats | by-election --seats 10 --left 5 | --seats=9
by-election | left | by-election --seats 10 --left 8 | --left=5
by-election | college-empty | by-election --seats 10 --left 8 | --college-empty
by-election | term | by-election --seats 10 --left 5 | --term 2028-03-31
by-election | college | by-election --college 1:elected=6,left=6 | --college 2:elected=1,left=0
committee | headcount | committee --headcount 40 --site A:20 --site B:20 | --headcount=60
committee | unit | committee --headcount 40 --site A:20 --site B:20 | --unit judgment
committee | site | committee --headcount 60 --site A:20 | --site B:40
committee | unanimous | committee --headcount 60 --site A:20,delegates=3+3 --site B:40,delegates=1+1 | --unanimous
committee | vote | committee --seats 1 --vote Ada=4 | --vote Bo=5
committee | seats | committee --seats 1 --vote Ada=4 --vote Bo=5 | --seats=2
delegate | office | delegate --headcount 80 --audience 20% | --office central
delegate | headcount | delegate --audience 20% | --headcount 80
delegate | months | delegate --headcount 80 --audience 20% | --months 11
delegate | voted-headcount | delegate --office at-cse --audience 20% | --voted-headcount 400
delegate | company-headcount | delegate --office at-cse --audience 20% --voted-headcount 120 | --company-headcount 400
delegate | representative | delegate --headcount 80 | --representative
delegate | not-representative | delegate --headcount 80 | --not-representative
delegate | audience | delegate --headcount 80 | --audience 20%
delegate | members | delegate --office section --headcount 80 --audience 2% | --members 2
delegate | establishment | delegate --office central --headcount 2000 --audience 20% | --establishment 60
delegate | won-workers | delegate --office supplementary --voted-headcount 700 --audience 20% | --won-workers no
delegate | won-others | delegate --office supplementary --voted-headcount 700 --audience 20% | --won-others no
delegate | no-workers-college | delegate --office supplementary --voted-headcount 700 --audience 20% --won-workers yes --won-others yes | --no-workers-college
delegate | named | delegate --headcount 80 --audience 20% --person A:4/100 --person F:former | --named 2025-10-25
delegate | first-round | delegate --headcount 80 --audience 20% --named 2026-05-10 --person A:40/100,renounced=2026-05-02 | --first-round 2026-03-10
delegate | next-vote | delegate --office section --headcount 80 --audience 2% --members 2 --person A:lost-section | --next-vote 2027-03-02
delegate | opened | delegate --headcount 80 --audience 20% --named 2026-11-28 --person A:40/100,hired=2026-06-28 | --opened 2026-06-28
delegate | person | delegate --headcount 80 --audience 20% | --person A:40/100
delegate | input | delegate --headcount 80 | --input -
by-election | extended | by-election --seats 10 --left 5 --term 2027-03-14 --on 2026-10-14 | --extended
replacement | who | replacement --who Abel --list CGT/1/T:Abel(o)*,Bea(e)* --list CGT/1/S:Eve(o)*9,Fred(e)*6 | --who=Bea
replacement | gone | replacement --who Abel --list CGT/1/T:Abel(o)* --list CGT/1/S:Eve(o)*9,Fred(o)*6 | --gone Eve
replacement | list | replacement --who Abel --list CGT/1/T:Abel(o)* | --list CGT/1/S:Eve(o)*9
replacement | cause | replacement --who Abel --list CGT/1/T:Abel(o)* --list CGT/1/S:Eve(o)*9 | --cause annulled
replacement | date | replacement --who Abel --list CGT/1/T:Abel(o)* --list CGT/1/S:Eve(o)*9 | --date 2025-05-05
replacement | back | replacement --who Abel --cause absence --date 2025-05-05 --list CGT/1/T:Abel(o)* --list CGT/1/S:Eve(o)*9 | --back 2025-06-05
replacement | college | replacement --who Abel --list CGT/1/T:Abel(o)* --list CGT/1/S:Eve(e)*9 --list CGT/2/S:Noe(c)*3 | --college 2
replacement | category | replacement --who Abel --list CGT/1/T:Abel(o)* --list CGT/1/S:Eve(o)*9 --list CGT/2/S:Noe(c)*3 | --category c
replacement | term | replacement --who Abel --list CGT/1/T:Abel(o)* | --term 2027-03-14
replacement | input | replacement --who Abel --list CGT/1/T:Abel(o)* | --input -
protection | office | protection --office elected --from 2023-03-13 --to 2027-03-31 | --office=delegate
protection | from | protection --office candidate | --from 2026-11-02
protection | to | protection --office elected --from 2023-03-13 | --to 2027-03-31
contest | from | contest parity --from 2028-12-11 | --from=2026-12-01
contest | department | contest parity --from 2028-12-11 | --department 67
contest | territory | contest parity --from 2027-12-05 | --territory reunion
deadline | from | deadline contest-election --from 2026-04-16 | --from=2026-05-16
deadline | list | deadline bargain | --list
deadline | headcount | deadline cse-meeting --from 2026-11-02 | --headcount 300
deadline | dismissals | deadline pse-opinion --from 2026-11-30 | --dismissals 120
deadline | expert | deadline consultation-opinion --from 2026-11-30 | --expert several
deadline | years | deadline mandate-end --from 2023-03-31 | --years 3
deadline | department | deadline contest-electorate --from 2026-03-31 | --department 67
deadline | territory | deadline contest-electorate --from 2027-12-17 | --territory reunion
hours | credit | hours --credit 22 --from 2026-06 --to 2026-08 | --credit=10
hours | from | hours --credit 22 --from 2026-06 --to 2026-08 | --from=2026-07
hours | to | hours --credit 22 --from 2026-06 --on 2026-08-02 | --to 2026-12
hours | taken | hours --credit 22 --from 2026-06 --to 2026-08 | --taken 2026-06=10
watch | all | watch release.json | --all
";

/// Lines with an option that cannot matter there: each is refused, or says that it does not count.
const CANNOT: &str = "
text CPC 642 --diff 2020-01-01
text Cass. soc. 08-60.594 --diff 2020-01-01
text LEGIARTI000036761951 --on 2026-01-01
text L2314-33 --on 9999-12-31
text CPC 642 --on 9999-12-31
search vote --on 9999-12-31
where L2314-33 --on 9999-12-31
deadline contest-election --from 2026-04-16 --headcount 300
deadline contest-election --from 2026-04-16 --expert one
rights --headcount 350 --won-across
rights --headcount 350 --establishments 3
rights --headcount 350 --representative --not-representative
parity --women 60 --men 40 --seats 5 --elected 1
parity --women 60 --men 40 --seats 5 --free
seats --headcount 30 --text
quorum --input release.json --valid 24
parity --input release.json --seats 5
electors --input release.json --relative
electors --roster --relative
headcount --input release.json --month 2026-10=50
allocate --input release.json --list A=50
agreement --input release.json --union A=50
";

/// A day asked about makes a difference to each of these.
const BY_DAY: &str = "
list bargaining.experienced-headcount | 2025-10-25
show bargaining.experienced-headcount | 2025-10-25
text L2314-33 | 2025-10-25
where L2314-33 | 2025-10-25
search mandats successifs limité à trois | 2025-10-25
headcount --month 2026-09=49.5 | 2030-01-01
seats --headcount 720 | 2030-01-01
colleges --headcount 600 --cadres 25 | 2030-01-01
electors --hired 2026-09-15 --born 1990-01-01 | 2027-01-15
parity --women 60 --men 40 --seats 10 | 2030-01-01
quorum --registered 47 --valid 23 | 2030-01-01
allocate --seats 7 --list A=500 | 2030-01-01
agreement --union A=250 --signed A | 2030-01-01
pse --headcount 300 --dismissals 12 | 2030-01-01
rights --headcount 350 --representative | 2021-01-01
by-election --seats 10 --left 5 | 2030-01-01
committee --headcount 60 --site A:20 --site B:40 | 2030-01-01
delegate --headcount 80 --audience 20% --person A:4/100 --person F:former | 2025-10-25
replacement --who A --list CGT/1/T:A* | 2030-01-01
protection --office elected --from 2023-03-13 --to 2027-03-31 | 2030-01-01
contest --json | 2019-01-01
deadline --list contest --json | 2019-01-01
hours --credit 22 --from 2026-06 | 2026-12-01
";

/// Returns the options of a command itself: those that every command takes (the day, the language, the vault) are not its own.
fn own(command: &Command) -> BTreeSet<String> {
    let kept = |a: &&clap::Arg| !a.is_global_set() && !a.is_positional() && !a.is_hide_set();
    let long = |a: &clap::Arg| a.get_long().map(str::to_owned);
    command.get_arguments().filter(kept).filter_map(long).filter(|long| long != "help").collect()
}

fn rows(list: &str) -> Vec<Vec<&str>> {
    list.lines().filter(|l| !l.is_empty()).map(|l| l.split(" | ").collect()).collect()
}

fn words(line: &str) -> Vec<&str> {
    line.split(' ').filter(|w| !w.is_empty()).collect()
}

fn env() -> Env {
    let env = Env::new();
    let json = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/law/releases/2.511.0.json"));
    env.write("release.json", json.unwrap());
    env
}

/// `--headcount=700` takes the place of the option that the line has already.
fn with(base: &str, added: &str) -> String {
    let Some((option, value)) = added.split_once('=').filter(|(option, _)| !option.contains(' ')) else {
        return format!("{base} {added}");
    };
    let mut out = Vec::new();
    let mut line = words(base).into_iter();
    while let Some(word) = line.next() {
        out.push(word.to_owned());
        if word == option {
            line.next();
            out.push(value.to_owned());
        }
    }
    out.join(" ")
}

#[test]
fn every_option_of_law_makes_a_difference() {
    let env = env();
    let root = localised(Lang::En);
    let law = root.find_subcommand("law").unwrap();
    let rows = rows(MATTERS);
    let mut missing = Vec::new();
    for leaf in law.get_subcommands() {
        for option in own(leaf) {
            // The steps and the texts under them are the same everywhere.
            let told = ["explain", "text"].contains(&option.as_str())
                || rows.iter().any(|row| (row[0], row[1]) == (leaf.get_name(), option.as_str()));
            if !told {
                missing.push(format!("{} --{option}", leaf.get_name()));
            }
        }
    }
    assert!(missing.is_empty(), "give each an example in MATTERS: {missing:?}");
    for row in rows {
        let [command, option, base, added] = row[..] else { panic!("{row:?}") };
        let run = |line: &str| env.run(["law"].into_iter().chain(words(line)));
        let (before, after) = (run(base), run(&with(base, added)));
        let same = before.code == after.code && before.out == after.out && before.err == after.err;
        assert!(!same, "{command} --{option}: {}{}", after.out, after.err);
        // A refusal names an option or says what is wrong; it is no fault of the program.
        assert!(after.code < 64, "{command} --{option}: {}", after.err);
    }
}

#[test]
fn what_cannot_matter_is_refused() {
    let env = env();
    for line in CANNOT.lines().filter(|l| !l.is_empty()) {
        let run = env.run(["law"].into_iter().chain(words(line)));
        assert!([1, 2, 20].contains(&run.code), "{line}: {} {}", run.code, run.out);
        assert!(run.out.is_empty() && !run.err.is_empty(), "{line}");
    }
    // One that is part of the question and does not count says so.
    let run = env.run(["law", "rights", "--headcount", "30", "--payroll", "1000000"]).ok();
    assert!(run.out.contains("the payroll does not count here"), "{}", run.out);
}

#[test]
fn the_day_makes_a_difference_or_is_refused() {
    let env = env();
    let (day, cannot) = (rows(BY_DAY), CANNOT);
    for leaf in localised(Lang::En).find_subcommand("law").unwrap().get_subcommands() {
        let name = leaf.get_name();
        let told = day.iter().any(|row| words(row[0])[0] == name)
            || cannot.lines().any(|l| l.starts_with(name) && l.contains("--on"));
        // The facts of the one come from a file alone; the others answer nothing that depends on a day of today.
        assert!(told || ["audience", "watch", "pack"].contains(&name), "{name}");
    }
    for row in day {
        let [line, on] = row[..] else { panic!("{row:?}") };
        let run = |on: &str| env.run(["law"].into_iter().chain(words(line)).chain(["--on", on]));
        let (then, now) = (run(on), run("2026-11-29"));
        assert_ne!(then.out, now.out, "{line}");
    }
}
