//! The only reader of the environment and of this user's directories.
#![expect(clippy::disallowed_methods, reason = "this is the one file that reads the environment")]

use std::{ffi::OsString, path::PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs};

use crate::base::Lang;

/// What the environment says; the command line goes before it.
#[derive(Debug, Clone)]
pub struct Environment {
    /// `CONTREPOIDS_VAULT`: the folder of the vault.
    pub vault: Option<PathBuf>,
    /// `CONTREPOIDS_IDENTITY`: the file of the identity.
    pub identity: Option<PathBuf>,
    /// The folder where a vault lies unless one is named.
    pub default_vault: PathBuf,
    /// The folder of this device's settings, where the identity lies unless one is named.
    pub config_dir: PathBuf,
    /// The language of the user's locale.
    pub lang: Lang,
    /// The width of the screen, where `COLUMNS` says one.
    pub columns: Option<u16>,
    /// Whether the user asked for no colours (`NO_COLOR`).
    pub no_color: bool,
    /// The user's editor (`VISUAL`, `EDITOR`).
    pub editor: Option<String>,
    /// Where programs are looked for (`PATH`).
    pub programs: Option<OsString>,
    /// Whether the talk with plugins of age would be printed (`AGEDEBUG`).
    pub age_debug: bool,
    /// The folder of this session (`XDG_RUNTIME_DIR`).
    pub runtime_dir: Option<PathBuf>,
}

/// Reads the environment, once, at the start of the program.
#[must_use]
pub fn environment() -> Environment {
    let path = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let (data, config) = directories();
    Environment {
        vault: path("CONTREPOIDS_VAULT"),
        identity: path("CONTREPOIDS_IDENTITY"),
        default_vault: data,
        config_dir: config,
        lang: lang_of(sys_locale::get_locale().as_deref()),
        columns: std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()),
        editor: ["VISUAL", "EDITOR"]
            .iter()
            .find_map(|n| std::env::var(n).ok().filter(|v| !v.trim().is_empty())),
        programs: std::env::var_os("PATH"),
        age_debug: std::env::var_os("AGEDEBUG").is_some(),
        runtime_dir: path("XDG_RUNTIME_DIR"),
        no_color: std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()),
    }
}

/// Returns the folders for the vault and for the settings, by the habit of the platform.
fn directories() -> (PathBuf, PathBuf) {
    // A neutral name: the folder says nothing of a union to who looks over a shoulder.
    let names = AppStrategyArgs {
        top_level_domain: String::new(),
        author: String::new(),
        app_name: "contrepoids".to_owned(),
    };
    // On Windows what stays on this machine: the other folder of the profile goes to the employer's server where profiles roam.
    if let Some(local) = std::env::var_os("LOCALAPPDATA").filter(|_| std::path::MAIN_SEPARATOR == '\\') {
        let home = PathBuf::from(local).join("contrepoids");
        return (home.join("vault"), home.join("config"));
    }
    match etcetera::choose_app_strategy(names) {
        Ok(dirs) => (dirs.data_dir().join("vault"), dirs.config_dir()),
        // No home folder: fall back on the folder the program was started in.
        Err(_) => (PathBuf::from("contrepoids-vault"), PathBuf::from("contrepoids-config")),
    }
}

/// Returns the language of a locale: French for all that begin so, English for all others.
#[must_use]
pub fn lang_of(locale: Option<&str>) -> Lang {
    match locale {
        Some(l) if l.to_ascii_lowercase().starts_with("fr") => Lang::Fr,
        _ => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_locales_speak_french_all_others_english() {
        assert_eq!(lang_of(Some("fr-FR")), Lang::Fr);
        assert_eq!(lang_of(Some("fr")), Lang::Fr);
        assert_eq!(lang_of(Some("fy-NL")), Lang::En);
        assert_eq!(lang_of(Some("C")), Lang::En);
        assert_eq!(lang_of(None), Lang::En);
    }
}
