//! The keyring of the system: it keeps a secret for a while by itself, in memory, until the login ends.
//!
//! On Linux that of the kernel. Elsewhere, and where a container or a filter forbids it, there is none: a plain answer, never
//! a file in its place.

use std::time::Duration;

use zeroize::Zeroizing;

use super::system;

/// The most bytes of a secret.
const MOST: usize = 4096;

/// This system keeps no secret for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this system keeps no secret")]
pub struct Absent;

/// Keeps a secret under a name until the time is over, the login ends or it is forgotten.
///
/// # Privacy
/// Every program that this login started can read it meanwhile, and so can root.
///
/// # Errors
/// [`Absent`]; nothing is kept then.
pub fn keep(name: &str, secret: &[u8], time: Duration) -> Result<(), Absent> {
    let seconds = usize::try_from(time.as_secs()).map_err(|_| Absent)?;
    if secret.len() > MOST || seconds == 0 {
        return Err(Absent);
    }
    system::keyring::keep(name, secret, seconds).ok_or(Absent)
}

/// Returns the secret that is kept under a name, if there is one.
#[must_use]
pub fn held(name: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut room = Zeroizing::new(vec![0; MOST]);
    let length = system::keyring::read(name, &mut room)?;
    if length > room.len() {
        return None;
    }
    // Shortened in place, so that no copy is left behind.
    room.truncate(length);
    Some(room)
}

/// Forgets what is kept under a name; tells whether there was something.
pub fn forget(name: &str) -> bool {
    system::keyring::forget(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    /// Whether there is a keyring here: containers have none at times, and then each answer says so.
    #[test]
    fn what_is_kept_is_read_and_forgotten_or_there_is_no_keyring_at_all() {
        let name = format!("test {}", std::process::id());
        assert_eq!(held(&name), None);
        assert!(!forget(&name));
        match keep(&name, b"a secret", HOUR) {
            Ok(()) => {
                assert_eq!(held(&name).unwrap().as_slice(), b"a secret");
                keep(&name, b"another", HOUR).unwrap();
                assert_eq!(held(&name).unwrap().as_slice(), b"another");
                assert!(forget(&name));
            }
            Err(Absent) => assert!(cfg!(not(target_os = "linux")) || !probe()),
        }
        assert_eq!(held(&name), None);
        assert!(!forget(&name));
    }

    /// Asks the kernel itself, by the list that it keeps for this process.
    fn probe() -> bool {
        std::fs::read_to_string("/proc/keys").is_ok_and(|keys| !keys.is_empty())
    }

    #[test]
    fn no_time_and_too_much_are_refused() {
        assert_eq!(keep("test none", b"x", Duration::ZERO), Err(Absent));
        assert_eq!(keep("test much", &[0; MOST + 1], HOUR), Err(Absent));
    }
}
