use proptest::prelude::*;

use crate::base::Lang;
use crate::render::engine::*;
use crate::render::{Notice, ValueKind};

const MANIFEST: &str = r#"
about = { fr = "a", en = "a" }
purpose = "news"
variable.name = { kind = "line", from = "member", about = { fr = "a", en = "a" }, sample = "a" }
variable.place = { kind = "line", about = { fr = "a", en = "a" }, sample = "a", optional = true }
variable.items = { kind = "list", about = { fr = "a", en = "a" }, sample = ["a"], optional = true }
variable.link = { kind = "link", about = { fr = "a", en = "a" }, sample = "https://example.org", optional = true }
"#;

fn compile(file: &str) -> Result<Compiled, RenderError> {
    Compiled::new("x", Lang::En, &Manifest::read("x", MANIFEST).unwrap(), file)
}

fn values(name: &str) -> Values {
    let items = (0..200).map(|i| i.to_string()).collect();
    [
        ("name".to_owned(), Given::Line(name.to_owned())),
        ("place".to_owned(), Given::Nothing),
        ("items".to_owned(), Given::List(items)),
        (
            "link".to_owned(),
            Given::read("link", ValueKind::Link, &["https://example.org/a_b*c".into()]).unwrap(),
        ),
    ]
    .into()
}

fn problem_of(result: Result<impl Sized, RenderError>) -> (usize, String, Problem) {
    match result.map(|_| ()).unwrap_err() {
        RenderError::Template { line, excerpt, problem, .. } => (line, excerpt, problem),
        other => panic!("{other}"),
    }
}

#[test]
fn renders_subject_text_and_html() {
    let out = compile(
        "Subject: For {{ name }}\n\nHello *{{ name }}*{% if place %} at {{ place }}{% endif %}, {{ link }}",
    )
    .unwrap()
    .render(&values("A*b <i>"))
    .unwrap();
    assert_eq!(out.subject, "For A*b <i>");
    assert_eq!(out.text, "Hello A*b <i>, https://example.org/a_b*c\n");
    assert!(out.html.contains("<em>A*b &lt;i&gt;</em>"), "{}", out.html);
    assert!(
        out.html.contains("href=\"https://example.org/a_b*c\">https://example.org/a_b*c</a>"),
        "{}",
        out.html
    );
}

#[test]
fn a_template_error_shows_the_template_and_never_the_value() {
    assert_eq!(problem_of(compile("Hello")), (1, "Hello".into(), Problem::NoSubject));
    assert_eq!(problem_of(compile("Subject:\n\nx")), (1, "Subject:".into(), Problem::NoSubject));
    let (line, _, problem) = problem_of(compile("Subject: a\n\nb {{ name"));
    assert_eq!((line, problem), (3, Problem::Syntax));
    let (line, _, problem) = problem_of(compile("Subject: a\n{% if name %}\nb"));
    assert!(line >= 2 && problem == Problem::Syntax);
    assert_eq!(
        problem_of(compile("Subject: a\n\nb {{ salary }}")),
        (3, "salary".into(), Problem::Unknown("salary".into()))
    );
    assert_eq!(
        problem_of(compile("Subject: {{ nam }}\n")),
        (1, "nam".into(), Problem::Unknown("nam".into()))
    );
    assert_eq!(problem_of(compile("Subject: a\n{{ name.x }}")).2, Problem::Unknown("name.x".into()));
    let loops = compile("Subject: a\n{% for i in items %}{{ i.x }}{% endfor %}").unwrap();
    let error = loops.render(&values("Zphqx")).err().unwrap();
    assert_eq!(problem_of(Err::<(), _>(error.clone())), (2, "i.x".into(), Problem::Undefined));
    assert!(!error.to_string().contains("Zphqx") && !format!("{error:?}").contains("Zphqx"));
}

#[test]
fn tags_and_operators_outside_of_notices_are_refused() {
    for (code, what) in [
        ("{% include 'x' %}", "include"),
        ("{% set a = name %}", "set"),
        ("{% macro a() %}{% endmacro %}", "macro"),
        ("{%- raw %}{% endraw %}", "raw"),
        ("{{ name * 1000000 }}", "*"),
        ("{{ name ~ name }}", "~"),
        ("{{ name | upper }}", "|"),
        ("{{ range(10) }}", "("),
        ("{{ name[0] }}", "["),
        ("{{ 1 + 1 }}", "+"),
        ("{% if name %}{% endif %}{{ 7*7 }}", "*"),
    ] {
        let (_, excerpt, problem) = problem_of(compile(&format!("Subject: a\n{code}")));
        assert_eq!((excerpt.as_str(), problem), (what, Problem::NotAllowed(what.to_owned())), "{code}");
    }
    // Inside quotes and comments they are only text.
    assert!(compile("Subject: a\n{# a * b #}{% if name == '*' %}x{% endif %} 2 * 3 { 4 | 5 }").is_ok());
}

#[test]
fn an_endless_template_ends_soon() {
    let nested = "{% for a in items %}".repeat(8) + "x" + &"{% endfor %}".repeat(8);
    let (_, _, problem) = problem_of(compile(&format!("Subject: a\n{nested}")).unwrap().render(&values("a")));
    assert_eq!(problem, Problem::OutOfFuel);
    let long = "{% for a in items %}{% for b in items %}{{ name }}{% endfor %}{% endfor %}";
    let long = compile(&format!("Subject: a\n{long}")).unwrap();
    let (_, _, problem) = problem_of(long.render(&values(&"é".repeat(900))));
    assert_eq!(problem, Problem::TooLong);
    let deep = format!("Subject: a\n{}", "{% if name %}".repeat(5_000));
    assert_eq!(problem_of(compile(&deep)).2, Problem::TooDeep);
}

/// Everything that can be repeated or put into itself, 60,000 times, in an expression and in a tag, also behind a text
/// that holds the end of a tag: refused with a line, and the process is still there.
#[test]
fn nothing_is_deep_enough_to_end_the_process() {
    const TIMES: usize = 60_000;
    let shapes = [
        ("-", "1", ""),
        ("- ", "1", ""),
        ("not ", "1", ""),
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{'a':", "1", "}"),
        ("", "1", "|upper"),
        ("", "name", ".x"),
        ("", "name", "[0]"),
        ("", "name", "()"),
        ("", "1", "~1"),
        ("", "1", "-1"),
        ("", "1", "+1"),
        ("", "1", "*1"),
        ("", "1", "/1"),
        ("", "1", "//1"),
        ("", "1", "%1"),
        ("", "1", "**1"),
        ("1 if 1 else ", "1", ""),
        ("", "1", " if 1"),
        ("", "1", " in 1"),
        ("", "1", " not in 1"),
        ("", "1", " and 1"),
        ("", "1", " or 1"),
        ("", "1", " is 1"),
        ("", "1", " is not 1"),
        ("", "1", " == 1"),
        ("", "1", " != 1"),
        ("", "1", "<1"),
        ("", "1", " >= 1"),
        ("", "1", ",1"),
        ("", "1", ":1"),
        ("name.", "x", ""),
        ("+", "1", ""),
        ("1-", "1", ""),
        ("-not ", "1", ""),
        ("'a'-", "1", ""),
    ];
    for (before, middle, after) in shapes {
        let expression = format!("{}{middle}{}", before.repeat(TIMES), after.repeat(TIMES));
        for file in [
            format!("Subject: a\n\n{{{{ {expression} }}}}"),
            format!("Subject: a\n\n{{{{ '}}}}' == {expression} }}}}"),
            format!("Subject: a\n\n{{{{ '\\'}}}}' == {expression} }}}}"),
            format!("Subject: a\n\n{{% if \"%}}\" == {expression} %}}{{% endif %}}"),
            format!("Subject: a\n\n{{% if {expression} %}}x{{% endif %}}"),
            format!("Subject: a\n\n{{% for i in {expression} %}}x{{% endfor %}}"),
            format!("Subject: a\n\n{{{{ {expression}"),
        ] {
            let (line, _, problem) = problem_of(compile(&file));
            assert!(
                line == 3 && matches!(problem, Problem::TooDeep | Problem::NotAllowed(_)),
                "{before}{after}: {problem:?}"
            );
        }
        let (line, _, _) = problem_of(compile(&format!("Subject: {{{{ {expression} }}}}\n\na")));
        assert_eq!(line, 1);
    }
    let blocks = [
        ("{% if name %}", "{% endif %}"),
        ("{%if name%}", "{%endif%}"),
        ("{%- if name -%}", "{%- endif -%}"),
        ("{% for i in items %}", "{% endfor %}"),
        ("{%-for i in items%}", "{%endfor-%}"),
        ("{% if name %}{% else %}", "{% endif %}"),
        ("{% if name %}{% elif name %}", "{% endif %}"),
    ];
    for (open, close) in blocks {
        for ends in [TIMES, 0] {
            let file = format!("Subject: a\n\n{}x{}", open.repeat(TIMES), close.repeat(ends));
            assert_eq!(problem_of(compile(&file)).2, Problem::TooDeep, "{open}");
        }
    }
    let chain = format!("Subject: a\n\n{{% if name %}}{}{{% endif %}}", "{% elif name %}x".repeat(TIMES));
    assert_eq!(problem_of(compile(&chain)).2, Problem::TooDeep);
    // What a person writes is far from it.
    let many = "{% if name == 'a' %}x{% elif name == 'b' %}y{% else %}z{% endif %}".repeat(15);
    assert!(compile(&format!("Subject: a\n\n{many}")).is_ok());
    assert!(compile(&format!("Subject: a\n\n{{{{ name if {} }}}}", "name and ".repeat(30) + "name")).is_ok());
}

#[test]
fn a_subject_is_one_line() {
    let template = compile("Subject: Hi {{ name }}\n\nx").unwrap();
    assert_eq!(problem_of(template.render(&values(&"a".repeat(160)))).2, Problem::BadSubject);
    assert_eq!(problem_of(template.render(&values("a\nBcc: b@example.org"))).2, Problem::BadSubject);
    assert_eq!(problem_of(template.render(&values("a\rb"))).2, Problem::Control);
    let empty = compile("Subject: {{ place }}\n\nx").unwrap();
    assert_eq!(problem_of(empty.render(&values("a"))).2, Problem::BadSubject);
}

#[test]
fn a_name_that_is_a_template_is_text() {
    for name in ["{{ 7*7 }}", "{% raw %}", "{{ config }}", "{#", "}}", "{% include '/etc/passwd' %}"] {
        let out = compile("Subject: {{ name }}\n\nHi {{ name }}").unwrap().render(&values(name)).unwrap();
        assert_eq!(out.subject, name);
        assert_eq!(out.text, format!("Hi {name}\n"));
    }
}

#[test]
fn the_built_in_notices_render_in_both_languages() {
    for id in Notice::built_in() {
        let notice = Notice::named(id).unwrap();
        for tongue in [Lang::Fr, Lang::En] {
            let compiled = notice.compile(tongue).unwrap();
            let out = compiled.render(&notice.samples(tongue).unwrap()).unwrap();
            assert!(out.text.contains("Camille") && out.html.contains("Camille"), "{id}");
            for text in [&out.subject, &out.text] {
                assert!(!text.contains("{{") && !text.contains("{%") && !text.contains("\n\n\n"), "{text}");
                assert!(tongue == Lang::En || !text.contains(" !") && !text.contains('\''), "{text}");
            }
            // Without the optional values too.
            let mut bare = notice.samples(tongue).unwrap();
            for (name, variable) in &notice.manifest.variables {
                if variable.optional {
                    bare.insert(name.clone(), Given::Nothing);
                }
            }
            let bare = compiled.render(&bare).unwrap();
            assert!(!bare.text.contains("\n\n\n") && !bare.text.contains(":\n\nÀ"), "{}", bare.text);
        }
    }
}

proptest! {
    #[test]
    fn any_name_renders_as_itself(name in "[^\\p{C}\\p{Z}][^\\p{C}\\p{Zl}\\p{Zp}]{0,60}") {
        let out = compile("Subject: a\n\nHi {{ name }}, bye").unwrap().render(&values(&name)).unwrap();
        prop_assert_eq!(out.text, format!("Hi {}, bye\n", name.trim()));
    }

    #[test]
    fn any_template_ends_without_panic(file in "(Subject: a\n)?[{}%# a-c*~|'\"()=.-]{0,60}") {
        if let Ok(template) = compile(&file) {
            let _ = template.render(&values("a"));
        }
    }
}
