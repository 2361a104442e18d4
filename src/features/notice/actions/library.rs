//! The notices that can be sent: those that come with the program, and those that a section wrote for itself.
//!
//! A section's folder holds one folder per notice, `<name>/notice.toml`, `fr.md` and `en.md`. A notice of the name of
//! one that comes with the program takes its place. Nothing else in the folder is looked at. The files may be anybody's:
//! links are not followed, sizes are limited, and what a template may do is limited by [`crate::render::engine`].

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use crate::platform::files;
use crate::{
    base::Lang,
    features::notice::{
        actions::audience::{self, BadAudience},
        rules,
    },
    mail::lint,
    render::{FileProblem, Manifest, Notice, RenderError, Rendered},
};

/// The folder of a section's own notices, below that of the settings.
pub const FOLDER: &str = "notices";
/// The most bytes of one file of a notice.
pub const FILE_MAX: u64 = 64 * 1024;
/// The most notices of a folder that are read.
pub const NOTICES_MAX: usize = 200;

impl Checked {
    /// Tells whether nothing is wrong.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.result.is_ok() && self.audience.is_none()
    }
}

/// Every notice that can be sent.
#[derive(Debug, Clone, Default)]
pub struct Library {
    own: BTreeMap<String, Result<Notice, RenderError>>,
}

/// Where a notice comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It comes with the program.
    Program,
    /// The section wrote it.
    Section,
    /// The section wrote it in the place of one that comes with the program.
    Instead,
}

impl Origin {
    /// Returns the word for it, as in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Section => "section",
            Self::Instead => "section-instead",
        }
    }
}

/// What a check found out about one notice.
pub struct Checked {
    /// The name of the notice.
    pub id: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The two texts with the samples, or what is wrong.
    pub result: Result<Vec<(Lang, Rendered)>, RenderError>,
    /// What is wrong with the recipients that it proposes.
    pub audience: Option<BadAudience>,
    /// Words of the two subjects that would give membership away.
    pub telling: Vec<&'static str>,
}

impl Library {
    /// Reads the notices of a folder; a folder that is not there holds none.
    ///
    /// # Errors
    /// What the system says when the folder is there and cannot be read. A notice that is wrong keeps none of the
    /// others from being read.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut own = BTreeMap::new();
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error),
        };
        for entry in entries.take(NOTICES_MAX.saturating_mul(4)) {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if own.len() >= NOTICES_MAX || name.starts_with('.') || !entry.file_type()?.is_dir() {
                continue;
            }
            own.insert(name.clone(), notice(&name, &entry.path()));
        }
        Ok(Self { own })
    }

    /// Returns the folder that is read unless another is named.
    #[must_use]
    pub fn folder(config: &Path) -> PathBuf {
        config.join(FOLDER)
    }

    /// Returns a notice: the section's own before the one that comes with the program.
    ///
    /// # Errors
    /// [`RenderError::NoSuchNotice`] with the names there are; what is wrong with the section's own.
    pub fn named(&self, id: &str) -> Result<Notice, RenderError> {
        match self.own.get(id) {
            Some(own) => own.clone(),
            None => Notice::named(id)
                .map_err(|_| RenderError::NoSuchNotice { asked: id.to_owned(), known: self.names() }),
        }
    }

    /// Returns the names of all notices, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut out: Vec<String> = Notice::built_in().into_iter().map(str::to_owned).collect();
        out.extend(self.own.keys().filter(|id| !Notice::built_in().contains(&id.as_str())).cloned());
        out.sort();
        out
    }

    /// Says where a notice comes from.
    #[must_use]
    pub fn origin(&self, id: &str) -> Origin {
        match (self.own.contains_key(id), Notice::built_in().contains(&id)) {
            (false, _) => Origin::Program,
            (true, false) => Origin::Section,
            (true, true) => Origin::Instead,
        }
    }

    /// Checks every notice with its samples, in both languages.
    #[must_use]
    pub fn check(&self) -> Vec<Checked> {
        let one = |id: String| {
            let notice = self.named(&id);
            let audience = notice.as_ref().ok().and_then(|notice| audience::proposed(notice).err());
            let result = notice.and_then(|notice| match rules::unknown_rule(&notice.manifest) {
                Some((name, rule)) => Err(RenderError::Manifest {
                    notice: id.clone(),
                    detail: format!("`{name}` is reckoned by `{rule}`, which is no rule of `law deadline`"),
                }),
                None => notice.check(),
            });
            let mut telling = Vec::new();
            for (_, rendered) in result.iter().flatten() {
                telling.extend(lint::telling(&rendered.subject));
                telling.extend(lint::telling(&lint::first_lines(&rendered.text)));
            }
            telling.sort_unstable();
            telling.dedup();
            Checked { origin: self.origin(&id), id, result, audience, telling }
        };
        self.names().into_iter().map(one).collect()
    }
}

/// Reads the three files of one notice.
fn notice(id: &str, folder: &Path) -> Result<Notice, RenderError> {
    let bad = |file, problem| RenderError::File { notice: id.to_owned(), file, problem };
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !id.chars().all(fits) || id.len() > 40 {
        let shown: String = id.chars().take(40).map(|c| if fits(c) { c } else { '?' }).collect();
        return Err(RenderError::File { notice: shown, file: "", problem: FileProblem::Name });
    }
    let read = |file| text(&folder.join(file)).map_err(|problem| bad(file, problem));
    let manifest = read("notice.toml")?;
    // What is wrong with it is said once the files are there.
    let only = Manifest::read(id, &manifest).ok().and_then(|read| read.only);
    let of =
        |tongue, file| if only.is_none_or(|only| only == tongue) { read(file) } else { Ok(String::new()) };
    Notice::from_files(id, &manifest, &of(Lang::Fr, "fr.md")?, &of(Lang::En, "en.md")?)
}

/// Reads one file that may be anything, as those of whoever wrote a template are.
///
/// # Errors
/// [`FileProblem`]: no file, a link or a pipe, too long, no text.
pub fn text(path: &Path) -> Result<String, FileProblem> {
    // A pipe would wait for a writer, a link could lead anywhere.
    let file = files::careful().read(true).open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FileProblem::Missing,
        _ if files::is_no_file(&error) => FileProblem::NotAFile,
        _ => FileProblem::Unreadable,
    })?;
    if !file.metadata().map_err(|_| FileProblem::Unreadable)?.is_file() {
        return Err(FileProblem::NotAFile);
    }
    let mut bytes = Vec::new();
    file.take(FILE_MAX.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| FileProblem::Unreadable)?;
    if bytes.len() as u64 > FILE_MAX {
        return Err(FileProblem::TooLarge);
    }
    String::from_utf8(bytes).map_err(|_| FileProblem::NotText)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Problem;

    const MANIFEST: &str = "about = { fr = \"Essai\", en = \"Trial\" }\npurpose = \"news\"\n";

    fn put(root: &Path, id: &str, files: [&str; 3]) {
        fs::create_dir_all(root.join(id)).unwrap();
        for (name, content) in ["notice.toml", "fr.md", "en.md"].into_iter().zip(files) {
            fs::write(root.join(id).join(name), content).unwrap();
        }
    }

    #[test]
    fn a_section_adds_and_replaces() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "welcome", [MANIFEST, "Objet : Ici\n\na", "Subject: Here\n\na"]);
        put(root.path(), "barbecue", [MANIFEST, "Objet : Feu\n\na", "Subject: Fire\n\na"]);
        fs::write(root.path().join("README"), "not a notice").unwrap();
        let library = Library::read(root.path()).unwrap();
        assert_eq!(library.origin("welcome"), Origin::Instead);
        assert_eq!(library.origin("barbecue"), Origin::Section);
        assert_eq!(library.origin("meeting"), Origin::Program);
        assert!(library.names().contains(&"barbecue".to_owned()) && library.names().is_sorted());
        assert!(library.named("welcome").unwrap().file(Lang::Fr).contains("Ici"));
        assert!(library.check().iter().all(|c| c.result.is_ok()));
        assert!(Library::read(&root.path().join("nowhere")).unwrap().own.is_empty());
    }

    #[test]
    fn hostile_files_are_refused_and_the_others_stay() {
        let root = tempfile::tempdir().unwrap();
        let good = [MANIFEST, "Objet : a\n\nb", "Subject: a\n\nb"];
        for id in ["link", "large", "bytes", "missing", "folder", "fine"] {
            put(root.path(), id, good);
        }
        let at = |id: &str| root.path().join(id).join("fr.md");
        for id in ["link", "missing", "folder"] {
            fs::remove_file(at(id)).unwrap();
        }
        std::os::unix::fs::symlink("/etc/passwd", at("link")).unwrap();
        fs::create_dir(at("folder")).unwrap();
        fs::write(at("large"), vec![b'a'; usize::try_from(FILE_MAX).unwrap() + 1]).unwrap();
        fs::write(at("bytes"), [0xff, 0xfe]).unwrap();
        put(root.path(), "Bad Name", good);
        let library = Library::read(root.path()).unwrap();
        for (id, want) in [
            ("link", FileProblem::NotAFile),
            ("large", FileProblem::TooLarge),
            ("bytes", FileProblem::NotText),
            ("missing", FileProblem::Missing),
            ("folder", FileProblem::NotAFile),
            ("Bad Name", FileProblem::Name),
        ] {
            match library.named(id) {
                Err(RenderError::File { problem, .. }) => assert_eq!(problem, want, "{id}"),
                _ => panic!("{id}"),
            }
        }
        assert!(library.named("fine").is_ok() && library.named("welcome").is_ok());
    }

    #[test]
    fn hostile_templates_are_refused() {
        let root = tempfile::tempdir().unwrap();
        let long = format!(
            "Objet : a\n\n{}",
            "{% for a in l %}{% for b in l %}{% for c in l %}x{% endfor %}{% endfor %}{% endfor %}"
        );
        let items = vec!["\"a\""; 60].join(",");
        let many = format!(
            "{MANIFEST}[variable.l]\nkind = \"list\"\nabout = {{ fr = \"a\", en = \"a\" }}\nsample = [{items}]\n"
        );
        for (id, manifest, french, problem) in [
            ("fuel", many.as_str(), long.as_str(), Problem::OutOfFuel),
            (
                "include",
                MANIFEST,
                "Objet : a\n\n{% include '/etc/passwd' %}",
                Problem::NotAllowed("include".into()),
            ),
            ("call", MANIFEST, "Objet : a\n\n{{ debug() }}", Problem::NotAllowed("(".into())),
            ("env", MANIFEST, "Objet : {{ env }}\n\na", Problem::Unknown("env".into())),
            ("lines", MANIFEST, "Objet : {{ 'a\\r\\nBcc: b@example.org' }}\n\na", Problem::BadSubject),
            ("control", MANIFEST, "Objet : a\n\nb\u{202e}c", Problem::Control),
        ] {
            put(root.path(), id, [manifest, french, "Subject: a\n\nb"]);
            let checked = Library::read(root.path()).unwrap().check();
            let one = checked.iter().find(|c| c.id == id).unwrap();
            match &one.result {
                Err(RenderError::Template { problem: found, .. }) => assert_eq!(*found, problem, "{id}"),
                other => panic!("{id}: {:?}", other.as_ref().err()),
            }
        }
    }
}
