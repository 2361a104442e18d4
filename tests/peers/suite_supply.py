#!/usr/bin/env python3
"""What enters the build: advisories, licences, bans and sources by cargo-deny, with no network.

The advisory snapshot in tests/data is unpacked for it. A snapshot older than LIMIT days fails, since an old list finds
nothing new; the last thirty days before that are announced. Security check H1, H2, H8.
"""

import datetime
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMIT = 120  # days
WARN = 90
PACKAGES = 381  # ceiling for Cargo.lock, bench-only crates not counted; 6 are schemars and its own, in tests alone, 3 check the
# signature of law packs (ed25519-dalek on the curve of age), 5 pack and unpack the texts of the law (brotli), 4 are the shares of
# the recovery key (blahaj, with what hashbrown brings) and the QR code of a card (qrcode), 17 are the prompt of `shell` (rustyline:
# 4 on Linux, 12 of Windows alone) and the keyring of the kernel (linux-keyutils), 13 read .xlsx and .ods (calamine, with zip and
# quick-xml), in a child process, 2 find the program of a hardware key (which and wsl, of age's
# plugins), 1 writes .xlsx (rust_xlsxwriter), 2 write debits for a bank (sepa, with the quick-xml of its own line)
SNAPSHOT = re.compile(r"rustsec-advisory-db-(\d{4}-\d{2}-\d{2})\.tar\.gz")
# cargo-deny derives this name from the address of the list.
HASHED = "advisory-db-3157b0e258782691"


def age_of(name, today):
    """Days between the date in the snapshot's name and today; a snapshot from the future is an error."""
    made = datetime.date.fromisoformat(SNAPSHOT.fullmatch(name).group(1))
    days = (today - made).days
    if days < 0:
        raise ValueError(f"{name} is from the future: check the clock of this machine")
    return days


def verdict(days):
    if days > LIMIT:
        return "old"
    return "soon" if days > WARN else "good"


def snapshot():
    found = [p for p in (ROOT / "tests/data").iterdir() if SNAPSHOT.fullmatch(p.name)]
    if len(found) != 1:
        raise ValueError(f"one advisory snapshot is wanted in tests/data, found {len(found)}")
    return found[0]


def unpack(archive):
    place = ROOT / "target/advisory-db"
    done = place / "unpacked"
    if done.exists() and done.read_text() == archive.name:
        return
    shutil.rmtree(place, ignore_errors=True)
    (place / HASHED).mkdir(parents=True)
    with tarfile.open(archive) as tar:
        tar.extractall(place / HASHED)  # our own archive, from this repository
    git = ["git", "-c", "user.name=snapshot", "-c", "user.email=snapshot@example.org", "-C", str(place / HASHED)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "snapshot"], check=True)
    done.write_text(archive.name)


def deny(config, *what):
    offline = ["unshare", "-n"] if subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode == 0 else []
    command = [*offline, "cargo", "deny", "--offline", "--config", str(config), "check", "--hide-inclusion-graph", *what]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def self_test():
    """Each check is fed something bad."""
    day = datetime.date.fromisoformat
    name = "rustsec-advisory-db-2026-08-21.tar.gz"
    assert age_of(name, day("2026-11-21")) == 92
    assert verdict(92) == "soon" and verdict(120) == "soon" and verdict(121) == "old" and verdict(3) == "good"
    try:
        age_of(name, day("2026-08-20"))
        raise AssertionError("a snapshot from the future passed")
    except ValueError:
        pass
    text = (ROOT / "deny.toml").read_text()
    bad = {
        # Without the two exceptions sled's crates must be reported.
        "advisories": (re.sub(r"ignore = \[.*?\n\]", "ignore = []", text, flags=re.S), "RUSTSEC-2025-0057"),
        "licenses": (text.replace('  "MIT",\n', ""), "rejected"),
        "bans": (text.replace('{ crate = "reqwest" }', '{ crate = "sled" }'), "sled"),
        "sources": (text + 'allow-registry = ["https://example.org/"]\n', "source-not-allowed"),
    }
    with tempfile.TemporaryDirectory() as tmp:
        for what, (config, word) in bad.items():
            assert config != text, f"{what}: nothing was changed"
            path = pathlib.Path(tmp) / f"{what}.toml"
            path.write_text(config.replace('db-path = "target', f'db-path = "{ROOT}/target'))
            run = deny(path, what)
            assert run.returncode != 0 and word in run.stderr, f"{what}: the bad example passed\n{run.stderr[-2000:]}"
    print("self-test: four bad examples were refused")


def main():
    archive = snapshot()
    days = age_of(archive.name, datetime.date.today())
    state = verdict(days)
    if state == "old":
        sys.exit(f"the advisory snapshot is {days} days old, the limit is {LIMIT}: put a newer one into tests/data")
    if state == "soon":
        print(f"WARNING: the advisory snapshot is {days} days old; it is refused after {LIMIT}")
    unpack(archive)
    # The crates of the other platforms are looked at too: they are here before the network is shut.
    subprocess.run(["cargo", "fetch", "--locked", "--quiet"], cwd=ROOT, check=True)
    run = deny(ROOT / "deny.toml", "advisories", "bans", "licenses", "sources")
    print(run.stderr.strip().splitlines()[-1] if run.stderr else run.stdout[-500:])
    if run.returncode != 0:
        sys.exit(run.stderr)
    count = (ROOT / "Cargo.lock").read_text().count("[[package]]")
    print(f"{count} crates in Cargo.lock, ceiling {PACKAGES}")
    if count > PACKAGES:
        sys.exit("too many crates: drop some, or raise the ceiling with a reason")
    self_test()


if __name__ == "__main__":
    main()
