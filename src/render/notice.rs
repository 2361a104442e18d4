//! The notices: those that come with the program, and those that a section writes for itself.

use crate::render::{
    Compiled, Given, Manifest, RenderError, Tongue, Values, Whence,
    values::{self},
};

/// A notice: its manifest and its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The name, as typed on the command line.
    pub id: String,
    /// What it is for and which variables it has.
    pub manifest: Manifest,
    french: String,
    english: String,
}

/// The files of one notice that comes with the program.
struct Built {
    id: &'static str,
    manifest: &'static str,
    french: &'static str,
    english: &'static str,
}

/// Names the files of a notice one by one: a file that is missing breaks the build.
macro_rules! built {
    ($($id:literal),+ $(,)?) => {
        &[$(Built {
            id: $id,
            manifest: include_str!(concat!("../../templates/notices/", $id, "/notice.toml")),
            french: include_str!(concat!("../../templates/notices/", $id, "/fr.md")),
            english: include_str!(concat!("../../templates/notices/", $id, "/en.md")),
        }),+]
    };
}

const BUILT: &[Built] = built!["meeting", "welcome"];

impl Notice {
    /// Returns the names of the notices that come with the program.
    #[must_use]
    pub fn built_in() -> Vec<&'static str> {
        BUILT.iter().map(|b| b.id).collect()
    }

    /// Returns a notice that comes with the program.
    ///
    /// # Errors
    /// [`RenderError::NoSuchNotice`] with the names there are.
    pub fn named(id: &str) -> Result<Self, RenderError> {
        let built = BUILT.iter().find(|b| b.id == id).ok_or_else(|| RenderError::NoSuchNotice {
            asked: id.to_owned(),
            known: BUILT.iter().map(|b| b.id.to_owned()).collect(),
        })?;
        Self::from_files(built.id, built.manifest, built.french, built.english)
    }

    /// Makes a notice from the content of its three files, so that a section may have its own.
    ///
    /// # Errors
    /// [`RenderError::Manifest`] when `notice.toml` cannot be read.
    pub fn from_files(id: &str, manifest: &str, french: &str, english: &str) -> Result<Self, RenderError> {
        Ok(Self {
            id: id.to_owned(),
            manifest: Manifest::read(id, manifest)?,
            french: french.to_owned(),
            english: english.to_owned(),
        })
    }

    /// Checks and compiles the text of one language.
    ///
    /// # Errors
    /// See [`Compiled::new`].
    pub fn compile(&self, tongue: Tongue) -> Result<Compiled, RenderError> {
        Compiled::new(&self.id, tongue, &self.manifest, self.file(tongue))
    }

    /// Returns the text of one language, as its author wrote it.
    #[must_use]
    pub fn file(&self, tongue: Tongue) -> &str {
        match tongue {
            Tongue::French => &self.french,
            Tongue::English => &self.english,
        }
    }

    /// Returns the sample values of every variable.
    ///
    /// # Errors
    /// [`RenderError::BadValue`] when a sample is not of its declared type.
    pub fn samples(&self) -> Result<Values, RenderError> {
        let read = |name: &String, v: &crate::render::Variable| {
            Ok((name.clone(), Given::read(name, v.kind, &v.sample.typed())?))
        };
        self.manifest.variables.iter().map(|(name, v)| read(name, v)).collect()
    }

    /// Reads what the sender typed; see [`values::read_all`].
    ///
    /// # Errors
    /// As [`values::read_all`].
    pub fn values(
        &self,
        typed: &std::collections::BTreeMap<String, Vec<String>>,
    ) -> Result<Values, RenderError> {
        values::read_all(&self.id, &self.manifest, typed)
    }

    /// Returns the names of the variables that the roster gives.
    #[must_use]
    pub fn from_member(&self) -> Vec<String> {
        let of_member = self.manifest.variables.iter().filter(|(_, v)| v.from == Whence::Member);
        of_member.map(|(name, _)| name.clone()).collect()
    }
}
