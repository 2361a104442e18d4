//! What this machine would do with a secret: swap, core dumps, sync folders, network file systems, disks.

use std::{fs, path::Path};

use super::{files, mount::mount_of, synced, system};

/// Less free space than this is called full: a commit, the journal and sled's snapshot must fit.
const ROOM: u64 = 32 * 1024 * 1024;
/// File systems that live elsewhere.
const REMOTE: [&str; 11] =
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.rclone", "davfs"];

/// One thing about the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sign {
    /// The vault lies in a folder that a program copies to a server.
    Synced(String),
    /// The vault lies on a file system of another machine.
    Remote(String),
    /// The disk is nearly full; so many bytes are left.
    Full(u64),
    /// Memory can go to a swap that is not encrypted; keys are locked out of it, or not.
    Swap {
        /// Whether keys can be locked in memory.
        locked: bool,
    },
    /// The process could leave a core dump.
    Core,
    /// Keys cannot be locked in memory.
    NoLock,
    /// The disk does not look encrypted.
    PlainDisk,
    /// This system is not asked who may read the files, how much room is left and whether the disk is encrypted.
    NotAsked,
}

impl Sign {
    /// Whether this calls for action, or is advice.
    #[must_use]
    pub fn is_serious(&self) -> bool {
        !matches!(self, Self::PlainDisk | Self::NotAsked | Self::NoLock | Self::Swap { locked: true })
    }
}

/// Looks at the machine; what the system does not tell is passed over.
#[must_use]
pub fn signs(vault: &Path) -> Vec<Sign> {
    let mut out = Vec::new();
    let path = fs::canonicalize(vault).unwrap_or_else(|_| vault.to_owned());
    out.extend(synced::sign(vault).map(Sign::Synced));
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let mount = mount_of(&mounts, &path);
    if let Some(mount) = &mount {
        if remote(&mount.kind) {
            out.push(Sign::Remote(mount.kind.clone()));
        } else if !encrypted(&mount.device) {
            out.push(Sign::PlainDisk);
        }
    }
    out.extend(files::free(&path).filter(|free| *free < ROOM).map(Sign::Full));
    let locked = {
        let page = Box::new([0_u8; 64]);
        region::lock(page.as_ptr(), page.len()).is_ok()
    };
    if !locked {
        out.push(Sign::NoLock);
    }
    if plain_swap(&fs::read_to_string("/proc/swaps").unwrap_or_default()) {
        out.push(Sign::Swap { locked });
    }
    if !system::TELLS {
        out.push(Sign::NotAsked);
    }
    if system::dumps() {
        out.push(Sign::Core);
    }
    out
}

fn remote(kind: &str) -> bool {
    REMOTE.contains(&kind) || (kind.starts_with("fuse.") && kind != "fuse.bindfs" && kind != "fuse.gocryptfs")
}

/// Tells whether a block device is, or lies on, an encrypted mapping; memory and unknown devices count as encrypted.
fn encrypted(device: &str) -> bool {
    if device.starts_with("0:") {
        return true;
    }
    let sys = Path::new("/sys/dev/block").join(device);
    let crypt =
        |dir: &Path| fs::read_to_string(dir.join("dm/uuid")).is_ok_and(|uuid| uuid.starts_with("CRYPT-"));
    if crypt(&sys) {
        return true;
    }
    fs::read_dir(sys.join("slaves")).is_ok_and(|below| below.flatten().any(|e| crypt(&e.path())))
}

/// Tells whether a swap is in use that is neither compressed memory nor an encrypted mapping.
fn plain_swap(swaps: &str) -> bool {
    swaps.lines().skip(1).filter_map(|line| line.split_whitespace().next()).any(|name| {
        !name.starts_with("/dev/zram") && !name.starts_with("/dev/dm-") && !name.starts_with("/dev/mapper/")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_systems_that_live_elsewhere_are_known() {
        assert!(remote("cifs") && remote("nfs4") && remote("fuse.sshfs") && !remote("ext4"));
    }

    #[test]
    fn swap_counts_unless_it_is_memory_or_mapped() {
        let head = "Filename Type Size Used Priority\n";
        assert!(!plain_swap(head));
        assert!(!plain_swap(&format!("{head}/dev/zram0 partition 1 0 -2\n/dev/dm-1 partition 1 0 -3\n")));
        assert!(plain_swap(&format!("{head}/swapfile file 1 0 -2\n")));
    }

    #[test]
    fn advice_is_not_serious() {
        assert!(!Sign::PlainDisk.is_serious() && !Sign::Swap { locked: true }.is_serious());
        assert!(Sign::Swap { locked: false }.is_serious() && Sign::Synced(String::new()).is_serious());
    }
}
