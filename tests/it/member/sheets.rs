//! `member import` of spreadsheets as they are, and of those made to harm (security.md B3).

use super::everything;
use crate::support::{
    Env,
    book::{self, Cell::*, How, Part, Rows, part},
};

/// A list as organizers have it: a title, an empty line, headers, numbers and days as numbers and days, a total.
fn section() -> Rows {
    vec![
        vec![Text("Liste des adhérents – maj 12/11/2026")],
        vec![],
        ["N°", "Nom", "Prénom", "Tél", "CP", "Adhésion", "Né le", "Temps partiel"].map(Text).into(),
        vec![
            Number("1"),
            Text("Exemple"),
            Text("Camille & Lou"),
            Number("612345678"),
            Number("1310"),
            Day(44_440, "2021-09-01"),
            Day(29_252, "1980-02-01"),
            Text("non"),
        ],
        vec![Number("2"), Text("Modèle"), Text("Zoé"), Text(""), Text(""), Text("sept. 2021"), Text("")],
        vec![Text(""), Text("TOTAL"), Text("2 adhérents")],
        vec![Text("Arrêté au 12/11/2026")],
    ]
}

#[test]
fn a_spreadsheet_is_read_as_it_is() {
    for (name, bytes) in [
        ("a.xlsx", book::xlsx(&[("Section", section())])),
        ("a.ods", book::ods(&[("Section", section()), ("Vide", vec![])])),
    ] {
        let env = Env::with_vault();
        env.write(name, bytes);
        let run = env.run(["member", "import", name]).fails(3, "");
        for says in [
            "sheet “Section”",
            "line 5: joined: the day is missing",
            "column “Adhésion”: “sept. 2021”",
            "line 6: a total",
            "line 7: a note",
        ] {
            assert!(run.out.contains(says), "{name} {says}: {}", run.out);
        }
        env.run(["member", "import", name, "--rejects", "r.csv", "--apply"]).fails(3, "");
        let all = everything(&env);
        for there in ["Camille & Lou", "+33612345678", "01310", "2021-09-01", "1980-02-01"] {
            assert!(all.contains(there), "{name} {there}: {all}");
        }
        let rejected = std::fs::read_to_string(env.path("r.csv")).unwrap();
        assert!(rejected.contains("2;Modèle;Zoé;;;sept. 2021;;;joined: the day is missing"), "{rejected}");
    }
}

#[test]
fn of_several_sheets_one_is_named() {
    let env = Env::with_vault();
    let sheet = |family| vec![vec![Text("Nom")], vec![Text(family)]];
    env.write("a.xlsx", book::xlsx(&[("Juin", sheet("Exemple")), ("Été 2021", sheet("Modèle"))]));
    let run = |args: &[&str]| env.run(["member", "import", "a.xlsx"].iter().chain(args));
    run(&[]).fails(1, "has several sheets: “Juin”, “Été 2021”");
    run(&["--sheet", "zphqx"]).fails(1, "no sheet of this name. It has: “Juin”, “Été 2021”");
    for named in ["été 2021", "2"] {
        let seen = run(&["--sheet", named]).ok().out;
        assert!(seen.contains("Modèle") && !seen.contains("Exemple"), "{seen}");
    }
    env.write("a.csv", "Nom\nA\n");
    env.run(["member", "import", "a.csv", "--sheet", "1"]).fails(2, "has no sheets");
    env.write("old.xls", [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat());
    env.run(["member", "import", "old.xls"]).fails(1, "of before 2007");
}

/// Each is refused in seconds, whatever it unpacks to; the program goes on.
#[test]
fn what_is_made_to_harm_is_refused() {
    let env = Env::with_vault();
    let packed = |name: &'static str, bytes: Vec<u8>, how: How| -> Vec<u8> {
        let mut parts = book::xlsx_parts(&[("A", section())]);
        parts.retain(|p| p.name != name);
        parts.push(Part { name, bytes, how });
        book::zip(&parts)
    };
    let with = |name, bytes| packed(name, bytes, How::Packed);
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let sheet = |data: &str| {
        format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>").into_bytes()
    };
    let first = "xl/worksheets/sheet1.xml";
    let cell = |at: &str| {
        format!(
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"{at}\"><v>1</v></c></row>"
        )
    };
    let deep = format!("{}{}", "<a>".repeat(500_000), "</a>".repeat(500_000));
    let many = (0..50_000).map(|n| format!(" a{n}=\"\"")).collect::<Vec<_>>().concat();
    let entity = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("a cell far out", with(first, sheet(&cell("XFD1048576")))),
        ("a gigabyte of spaces", packed(first, vec![b' '; 1 << 20], How::Bomb(1_000))),
        ("deep", with(first, sheet(&deep))),
        ("attributes", with(first, sheet(&format!("<row{many}><c{many}/></row>")))),
        (
            "entities",
            with(
                first,
                format!("{entity}<worksheet xmlns=\"{main}\"><sheetData>&b;</sheetData></worksheet>")
                    .into_bytes(),
            ),
        ),
        ("a package in a package", book::zip(&[part("a.zip", book::xlsx(&[("A", section())]))])),
        ("no package", b"PK\x03\x04zphqx".to_vec()),
        ("cut off", book::xlsx(&[("A", section())])[..400].to_vec()),
    ];
    // The same packer makes files that are read: what is refused below is refused for what it holds.
    env.write("g.xlsx", with("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\"></sst>").into_bytes()));
    env.run(["member", "import", "g.xlsx"]).fails(3, "");
    for (what, bytes) in files {
        env.write("h.xlsx", &bytes);
        let run = env.run(["member", "import", "h.xlsx", "--apply"]);
        // A sheet of nobody is told as one.
        assert!(
            run.code == 1 && run.err.contains("Nothing was changed"),
            "{what}: {} {} {}",
            run.code,
            run.out,
            run.err
        );
        assert!(!run.err.contains("zphqx") && run.err.lines().count() < 12, "{what}: {}", run.err);
    }
    assert!(everything(&env).contains("\"people\": []"));
}

/// The child takes nothing of our surroundings and says nothing to a person.
#[test]
fn the_child_says_nothing_of_what_it_cannot_read() {
    let env = Env::new();
    let mut command = env.bare();
    let path = env.write("q", b"\0\0\0\x01x");
    command.arg("read-sheet").stdin(std::fs::File::open(path).unwrap());
    let run = crate::support::Run::of(command.output().unwrap()).ok();
    assert_eq!((run.out.as_str(), run.err.as_str()), ("U", ""));
}
