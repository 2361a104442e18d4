#!/usr/bin/env python3
"""`key passphrase` under faults and kills: the old passphrase opens the identity or the new one, never none (A4, A5, A11).

Each system call that writes the new file is looked up in a trace of one good run. Then the program is killed at each of them
and gets an error from each. Afterwards exactly one of the two passphrases opens the vault, no file holds the key in clear, and
what ended with a fault says so in words and leaves nothing beside.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

from common import Section, binary, fresh, memory, need_root

OLD = "oxygène brumeux Kvqz cagoule épinard zinguer"
NEW = "fauteuil ruche pencher bolide cuivre marron syntaxe"
CALLS = "openat,write,fsync,fdatasync,rename,renameat,renameat2,fchmod,close"
DISK = 15


class Device(Section):
    """A device whose identity is under a passphrase."""

    def given(self, passphrase):
        file = tempfile.TemporaryFile(dir=memory())
        file.write(f"{passphrase}\n".encode())
        file.seek(0)
        return file

    def go(self, *args, old=OLD, new=None, before=()):
        files = [self.given(old)] + ([self.given(new)] if new else [])
        fds = [file.fileno() for file in files]
        command = [*before, binary(), "--lang", "en", "--vault", str(self.vault), "--passphrase-fd", str(fds[0]), *args]
        if new:
            command += ["--new-passphrase-fd", str(fds[1])]
        run = subprocess.run(
            command, env=self.environment(), cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
            pass_fds=fds,
        )
        for file in files:
            file.close()
        return run

    @property
    def identity(self):
        return self.home / ".config/contrepoids/identity.age"

    def opens(self, passphrase):
        run = self.go("member", "list", old=passphrase)
        assert run.returncode in (0, 12), run
        return run.returncode == 0


def change(device, *before):
    return device.go("key", "passphrase", new=NEW, before=before)


def calls(trace):
    """The calls that write the new file: (name, which one of that name), in their order."""
    seen, out, fds, inside = {}, [], set(), False
    for line in trace.splitlines():
        found = re.match(r"(?:\d+ +)?(\w+)\((.*)", line)
        if not found:
            continue
        name, rest = found.groups()
        seen[name] = seen.get(name, 0) + 1
        ours = ".new-" in rest or "/contrepoids\"" in rest and inside or rest.split(",")[0].split(")")[0].split("<")[0] in fds and inside
        if name == "openat" and (".new-" in rest or inside and "/contrepoids\"" in rest):
            inside = True
            fd = re.search(r"= (\d+)", rest)
            fds.add(fd.group(1) if fd else "")
        if ours:
            out.append((name, seen[name]))
    return out


def clear(device, secret):
    """Files that hold the key in clear."""
    return [p for p in device.home.rglob("*") if p.is_file() and secret in p.read_bytes()]


def self_test():
    trace = (
        'openat(AT_FDCWD, "/h/x", O_RDONLY) = 3\nclose(3) = 0\nopenat(AT_FDCWD, "/h/.config/contrepoids/.new-ab", O_RDWR) = 3\n'
        'write(3, "-----BEGIN AGE"..., 4) = 4\nfsync(3) = 0\nrename("/h/.config/contrepoids/.new-ab", "/h/identity.age") = 0\n'
        'openat(AT_FDCWD, "/h/.config/contrepoids", O_RDONLY) = 4\nfsync(4) = 0\nwrite(1, "x", 1) = 1\n'
    )
    assert calls(trace) == [("openat", 2), ("write", 1), ("fsync", 1), ("rename", 1), ("openat", 3), ("fsync", 2)], calls(trace)


def main():
    need_root()
    self_test()
    with fresh(memory()) as at:
        device = Device(at)
        made = device.go("init")
        assert made.returncode == 0, made
        before = device.identity.read_bytes()
        secret = re.search(r"AGE-SECRET-KEY-1\w+", made.stdout)
        assert secret, "no recovery key was shown"
        trace = device.home / "trace"
        good = change(device, "strace", "-f", "-o", str(trace), "-e", f"trace={CALLS}")
        assert good.returncode == 0, good
        assert "still opens with the old passphrase" in good.stdout.replace("\n", " "), good.stdout
        assert device.opens(NEW) and not device.opens(OLD)
        points = calls(trace.read_text())
        names = {name for name, _ in points}
        assert {"openat", "write", "fsync"} <= names and any(n.startswith("rename") for n in names), points
        assert [n for n, _ in points].count("fsync") >= 2, f"the file and the folder: {points}"
        trace.unlink()
        tried = {"killed": 0, "failed": 0, "new": 0}
        for name, number in points:
            for fault in ("signal=KILL", "error=EIO", "error=ENOSPC"):
                if name == "close" and fault != "signal=KILL":
                    continue
                device.identity.write_bytes(before)
                os.chmod(device.identity, 0o600)
                for left in device.identity.parent.glob(".new-*"):
                    left.unlink()
                run = change(device, "strace", "-f", "-o", "/dev/null", "-e", f"inject={name}:{fault}:when={number}")
                killed = fault == "signal=KILL"
                where = f"{fault} at {name} {number}: {run.returncode}\n{run.stderr}"
                old, new = device.opens(OLD), device.opens(NEW)
                if old == new:
                    sys.exit(f"FAILED: old opens: {old}, new opens: {new}; {where}")
                if killed:
                    assert run.returncode != 0, where
                elif run.returncode != 0:
                    assert run.returncode == DISK and "identity file" in run.stderr, where
                    assert "the old passphrase opens it, or the new one" in run.stderr.replace("\n ", ""), where
                    assert not list(device.identity.parent.glob(".new-*")), f"something was left: {where}"
                else:
                    # What is done is durable: only a call that does not matter may fail unseen.
                    assert new and name in ("fchmod",), where
                # The recovery key stands for any: it is never on the disk; and nothing that looks like a key is.
                assert not clear(device, b"AGE-SECRET-KEY-1"), where
                tried["killed" if killed else "failed"] += 1
                tried["new"] += new
        assert tried["new"] >= 2 and tried["new"] < tried["killed"] + tried["failed"], tried
        # Fed something bad: a key in clear is seen.
        (device.home / "planted").write_bytes(secret.group(0).encode())
        assert clear(device, b"AGE-SECRET-KEY-1")
    print(f"{len(points)} calls: killed {tried['killed']} times, {tried['failed']} faults; the new one opened after {tried['new']} of them")


if __name__ == "__main__":
    main()
