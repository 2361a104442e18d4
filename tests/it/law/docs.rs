//! `docs/law.md` says what the tables say.

use crate::support::Env;

#[test]
fn the_reference_is_up_to_date() {
    let printed = Env::new().run(["law", "list", "--markdown"]).ok().out;
    let kept = std::fs::read_to_string("docs/law.md").unwrap();
    assert!(printed == kept, "run: contrepoids law list --markdown > docs/law.md");
}
