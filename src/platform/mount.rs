//! The file system that a path lies on.

use std::path::Path;

/// A mount.
pub(super) struct Mount {
    /// Its device, by its numbers.
    pub(super) device: String,
    /// The kind of the file system.
    pub(super) kind: String,
}

/// Finds the mount that a path lies on: the longest mount point above it.
pub(super) fn mount_of(mountinfo: &str, path: &Path) -> Option<Mount> {
    let mut best: Option<(usize, Mount)> = None;
    for line in mountinfo.lines() {
        let Some((left, right)) = line.split_once(" - ") else { continue };
        let mut left = left.split(' ').skip(2);
        let (Some(device), Some(_), Some(point)) = (left.next(), left.next(), left.next()) else { continue };
        let Some(kind) = right.split(' ').next() else { continue };
        let point = point.replace("\\040", " ");
        if path.starts_with(&point) && best.as_ref().is_none_or(|(len, _)| point.len() >= *len) {
            best = Some((point.len(), Mount { device: device.to_owned(), kind: kind.to_owned() }));
        }
    }
    best.map(|(_, mount)| mount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mount_of_a_path_is_the_longest_above_it() {
        let info = "21 1 254:0 / / rw - ext4 /dev/vda rw\n\
                    30 21 0:40 / /mnt/share rw - cifs //server/x rw\n\
                    31 21 0:41 / /mnt/my\\040disk rw shared:1 - nfs4 host:/x rw\n";
        let kind = |path: &str| mount_of(info, Path::new(path)).map(|m| m.kind);
        assert_eq!(kind("/home/x").as_deref(), Some("ext4"));
        assert_eq!(kind("/mnt/share/v").as_deref(), Some("cifs"));
        assert_eq!(kind("/mnt/my disk/v").as_deref(), Some("nfs4"));
        assert_eq!(kind("/mnt/sharePoint").as_deref(), Some("ext4"));
        assert!(mount_of("nonsense\n", Path::new("/")).is_none());
    }
}
