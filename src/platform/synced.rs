//! Folders that a program copies to somebody's server, or to other machines, by itself: told by their names, by what such programs
//! leave in them, and by the file system that they lie on.

use std::{fs, path::Path};

use super::mount::mount_of;

/// Parts of a path by which such programs name their folders, in small letters.
const NAMES: [&str; 35] = [
    "box sync",
    "box-box",
    "cloudstorage",
    "com~apple~clouddocs",
    "cozy drive",
    "creative cloud files",
    "dropbox",
    "gdrive",
    "google drive",
    "googledrive",
    "hubic",
    "icloud",
    "icloud drive",
    "icloud~",
    "iclouddrive",
    "jottacloud",
    "kdrive",
    "koofr",
    "mega",
    "megasync",
    "mobile documents",
    "mon drive",
    "my drive",
    "nextcloud",
    "onedrive",
    "owncloud",
    "pcloud",
    "pclouddrive",
    "proton drive",
    "protondrive",
    "resilio sync",
    "seafile",
    "syncthing",
    "tresorit",
    "yandex.disk",
];
/// What such programs leave in a folder that they copy; with a slash behind, a folder.
const MARKS: [&str; 16] = [
    ".stfolder",
    ".stfolder/",
    ".stversions/",
    ".dropbox",
    ".dropbox.cache/",
    ".849C9593-D756-4E56-8D6E-42412F2A707B",
    ".nextcloudsync.log",
    ".owncloudsync.log",
    ".csync_journal.db",
    ".tmp.drivedownload/",
    ".tmp.driveupload/",
    ".sync/IgnoreList",
    ".SyncArchive/",
    ".megaignore",
    ".debris/",
    ".tresorit/",
];
/// How the databases of Nextcloud and its kin begin, and how they end.
const DATABASES: [(&str, &str); 2] = [(".sync_", ".db"), ("._sync_", ".db")];
/// File systems that are such a service.
const CLOUDS: [&str; 8] = [
    "davfs",
    "fuse.davfs2",
    "fuse.google-drive-ocamlfuse",
    "fuse.gvfsd-fuse",
    "fuse.onedriver",
    "fuse.pcloud",
    "fuse.pcloudfs",
    "fuse.rclone",
];
/// How many names of a folder are looked at.
const MOST: usize = 2_000;

/// Returns what shows that a folder, there or yet to be made, is copied elsewhere by itself.
#[must_use]
pub fn sign(path: &Path) -> Option<String> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    // Links followed as far as the path is there.
    let there = whole.ancestors().find_map(|part| Some((fs::canonicalize(part).ok()?, part)));
    let real = there.map(|(real, part)| match whole.strip_prefix(part) {
        Ok(rest) if !rest.as_os_str().is_empty() => real.join(rest),
        _ => real,
    });
    let real = real.unwrap_or_else(|| whole.clone());
    named(&whole).or_else(|| named(&real)).or_else(|| real.ancestors().find_map(marked)).or_else(|| {
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        mount_of(&mounts, &real).map(|mount| mount.kind).filter(|kind| CLOUDS.contains(&kind.as_str()))
    })
}

/// Returns the part of a path that names such a program.
fn named(path: &Path) -> Option<String> {
    path.iter().filter_map(|part| part.to_str()).find_map(|part| {
        let lower = part.to_lowercase();
        let hit = NAMES.iter().any(|name| {
            lower
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-', '_', '~', '(', '.']))
        });
        hit.then(|| part.to_owned())
    })
}

/// Returns what such a program has left in a folder.
fn marked(dir: &Path) -> Option<String> {
    let mark = MARKS.iter().find(|mark| {
        let meta = fs::symlink_metadata(dir.join(mark.trim_end_matches('/')));
        meta.is_ok_and(|meta| if mark.ends_with('/') { meta.is_dir() } else { meta.is_file() })
    });
    if let Some(mark) = mark {
        return Some(mark.trim_end_matches('/').to_owned());
    }
    let names = fs::read_dir(dir).ok()?.take(MOST).flatten();
    names
        .filter_map(|entry| entry.file_name().into_string().ok())
        .find(|name| DATABASES.iter().any(|(begin, end)| name.starts_with(begin) && name.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_known_by_their_names_and_neighbours_are_not() {
        for bad in [
            "/home/x/OneDrive/v",
            "/home/x/OneDrive - Exemple SA/v",
            "/home/x/Dropbox (Personal)/v",
            "/home/x/Nextcloud/section",
            "/home/x/kDrive/section/v",
            "/home/x/Syncthing/v",
            "/Users/x/Library/CloudStorage/GoogleDrive-x@example.org/v",
            "/Users/x/Library/Mobile Documents/com~apple~CloudDocs/v",
            "/Users/x/iCloud Drive/v",
            "/home/x/Google Drive/v",
            "/home/x/Proton Drive/v",
        ] {
            assert!(named(Path::new(bad)).is_some(), "{bad}");
        }
        for good in [
            "/home/x/vault",
            "/home/x/dropboxes/v",
            "/home/megane/v",
            "/home/x/mydrive2/v",
            "/data/onedrives",
            "/home/x/boxes/v",
        ] {
            assert_eq!(named(Path::new(good)), None, "{good}");
        }
    }

    /// A folder of any name, whatever the program calls it: what lies in it, or in one above, tells.
    #[test]
    fn folders_are_known_by_what_is_left_in_them() {
        let dir = tempfile::tempdir().unwrap();
        let vault = dir.path().join("a/b/vault");
        fs::create_dir_all(vault.parent().unwrap()).unwrap();
        assert_eq!(sign(&vault), None);
        let above = dir.path().join("a");
        for mark in MARKS.iter().chain(&[".sync_0123456789ab.db", "._sync_0123.db"]) {
            let at = above.join(mark.trim_end_matches('/'));
            if mark.ends_with('/') {
                fs::create_dir_all(&at).unwrap();
            } else {
                fs::create_dir_all(at.parent().unwrap()).unwrap();
                fs::write(&at, "").unwrap();
            }
            assert!(sign(&vault).is_some(), "{mark}");
            drop(if at.is_dir() { fs::remove_dir_all(&at) } else { fs::remove_file(&at) });
        }
        // The settings of such a program in a home folder are no mark.
        fs::create_dir(above.join(".dropbox")).unwrap();
        fs::create_dir_all(above.join(".sync")).unwrap();
        assert_eq!(sign(&vault), None);
    }

    #[test]
    fn a_link_into_such_a_folder_is_one() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("Dropbox")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("Dropbox"), dir.path().join("plain")).unwrap();
        assert!(sign(&dir.path().join("plain/vault")).is_some());
        assert!(sign(&dir.path().join("Dropbox/none/vault")).is_some());
    }
}
