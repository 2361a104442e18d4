//! `help`, `completions` and `man`: what a person gets without a vault.

use std::process::{Command, Stdio};

use crate::support::{Env, Run};

fn run(env: &Env, args: &[&str]) -> Run {
    Run::of(env.bare().args(args).output().unwrap())
}

#[test]
fn help_of_a_command_is_what_its_option_shows() {
    let env = Env::new();
    for lang in ["fr", "en"] {
        for (words, option) in [
            (&["help"][..], &["--help"][..]),
            (&["aide", "adherent", "ajouter"], &["member", "add", "--help"]),
            (&["help", "law", "seats"], &["law", "seats", "--help"]),
        ] {
            let words = run(&env, &[&["--lang", lang], words].concat()).ok();
            let option = run(&env, &[&["--lang", lang], option].concat()).ok();
            assert_eq!(words.out, option.out);
        }
    }
    run(&env, &["--lang", "fr", "aide", "adherent", "rien"]).fails(2, "«\u{a0}rien\u{a0}» n’existe pas");
}

#[test]
fn completions_need_no_vault_and_bash_reads_them() {
    let env = Env::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let got = run(&env, &["--vault", "no-such-vault", "completions", shell]).ok();
        assert!(got.out.contains("allocate"), "{shell}");
    }
    let script = run(&env, &["completions", "bash"]).ok().out;
    let ask = format!(
        "{script}\nCOMP_WORDS=(contrepoids law se) COMP_CWORD=2\n_contrepoids contrepoids se law\necho \"${{COMPREPLY[@]}}\""
    );
    let file = env.write("ask.bash", ask);
    let got = Command::new("bash").arg(file).stdin(Stdio::null()).output().unwrap();
    assert_eq!(String::from_utf8(got.stdout).unwrap(), "search seats\n");
    run(&env, &["--lang", "fr", "completions", "tcsh"]).fails(2, "tcsh");
}

#[test]
fn the_manual_is_written_in_both_languages_and_again() {
    let env = Env::new();
    let out = env.path("man");
    let out = out.to_str().unwrap();
    run(&env, &["--lang", "fr", "man", "--out", out]).ok();
    let again = run(&env, &["--lang", "fr", "man", "--out", out]).ok();
    assert!(again.out.contains("pages écrites"), "{}", again.out);
    let page = std::fs::read_to_string(env.path("man/fr/man1/contrepoids-agenda-ics.1")).unwrap();
    assert!(page.contains(".SH NOM"), "{page}");
    assert!(env.path("man/man1/contrepoids-agenda-ics.1").exists());
    let file = env.write("file", "x");
    let below = format!("{}/man", file.display());
    run(&env, &["--lang", "fr", "man", "--out", &below]).fails(15, "ne peuvent pas être écrites");
}
