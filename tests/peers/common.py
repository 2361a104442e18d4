"""What the harnesses share: the programs they drive, keys, seeds, and what a vault must hold after a fault."""

import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77


def skip(why):
    """Ends the harness: `.ci/run` counts it, and fails where nothing may be skipped."""
    print(f"############ SKIPPED: {why} ############")
    sys.exit(SKIPPED)


def need_root():
    if os.geteuid() != 0:
        skip("this needs root")


def seed():
    """The seed of this run; CONTREPOIDS_SEED repeats one."""
    value = int(os.environ.get("CONTREPOIDS_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"seed {value} (CONTREPOIDS_SEED={value} repeats this run)")
    return value


def scaled(count):
    """How often to do a thing: as the check demands, or CONTREPOIDS_SCALE times as often."""
    return max(1, int(count * float(os.environ.get("CONTREPOIDS_SCALE") or 1)))


def binary():
    """The program, as released."""
    named = os.environ.get("CONTREPOIDS_BIN")
    path = pathlib.Path(named) if named else ROOT / "target/release/contrepoids"
    if not path.exists():
        subprocess.run(["cargo", "build", "--locked", "--release"], cwd=ROOT, check=True)
    return str(path)


def driver():
    """The driver of tests/driver, which says what it saves."""
    run = subprocess.run(
        ["cargo", "test", "--locked", "--no-run", "--test", "driver"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )
    found = re.search(r"Executable .*\((.*driver-[0-9a-f]+)\)", run.stderr)
    return str(ROOT / found.group(1)) if not found.group(1).startswith("/") else found.group(1)


def inner(vault):
    """The folder of the current turn of keys of a vault."""
    vault = pathlib.Path(vault)
    said = [(vault / name).read_text() for name in ("head", "head.2") if (vault / name).exists()]
    turns = [vault / text.split('"')[3] for text in said if text.count('"') >= 4]
    return next(turn for turn in turns if turn.is_dir())


def within(place, name):
    """Where a part of a vault lies, by its name; in another folder it lies under its name."""
    place = pathlib.Path(place)
    outside = str(name) in ("head", "head.2", "lock", "outbox.lock") or re.match(r"[0-9a-f]{8}(/|$)", str(name))
    return inner(place) / name if (place / "head").exists() and not outside else place / name


def fresh(where=None):
    """A folder of our own that goes away with the process's last reference to it."""
    return tempfile.TemporaryDirectory(prefix="contrepoids-", dir=where)


def memory():
    """A place in memory, where a harness costs no disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def keep(vault, name):
    """Keeps a vault that failed a check, to be looked at; returns where."""
    place = ROOT / "target/failed" / name
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(vault, place, symlinks=True)
    return place


class Section:
    """A home with a vault opened by a key file, and the program run there with no environment of the machine's."""

    def __init__(self, home, lang="en"):
        self.home = pathlib.Path(home)
        self.vault = self.home / "vault"
        self.key = self.home / "key.txt"
        self.lang = lang

    def environment(self, **more):
        return {"HOME": str(self.home), "TMPDIR": str(self.home), "PATH": "/usr/bin:/bin", **more}

    def keep(self, name):
        """Copies the vault, and what this device remembers of it, beside them."""
        shutil.copytree(self.vault, self.home / name)
        shutil.copytree(self.home / ".config", self.home / f"{name}.config")

    def put_back(self, name):
        """Puts both back: without its memory a device refuses an older vault."""
        for place, kept in ((self.vault, name), (self.home / ".config", f"{name}.config")):
            shutil.rmtree(place)
            shutil.copytree(self.home / kept, place)

    def command(self, *args):
        place = ["--vault", str(self.vault), "--identity", str(self.key)]
        return [binary(), "--lang", self.lang, "--on", "2026-11-21", *place, *map(str, args)]

    def run(self, *args, check=True, before=(), timeout=60, env=None, **more):
        run = subprocess.run(
            [*before, *self.command(*args)], env=self.environment(**(env or {})), cwd=self.home,
            stdin=more.pop("stdin", subprocess.DEVNULL), capture_output=True, text=True, timeout=timeout, **more,
        )
        if check and run.returncode != 0:
            raise AssertionError(f"{args} ended with {run.returncode}\n{run.stdout}\n{run.stderr}")
        return run


class Expected:
    """What the driver said: rows that were acknowledged, and the one change that may or may not be there."""

    def __init__(self):
        self.rows = {}
        self.pending = {}
        self.acknowledged = 0

    def hear(self, line):
        word, _, rest = line.partition(" ")
        if word == "try":
            self.pending = dict(part.split("=", 1) for part in rest.split()[1:])
        elif word == "ack":
            self.rows.update(self.pending)
            self.pending = {}
            self.acknowledged += 1

    def hear_all(self, text):
        # The last line may have been cut off in the middle: what was not said whole was not said.
        for line in text.split("\n")[:-1]:
            self.hear(line)
        return self

    def judge(self, found):
        """Why `found` is not what must be there, or nothing; then what is there becomes what is expected."""
        if found != self.rows and found != {**self.rows, **self.pending}:
            lost = [i for i, v in self.rows.items() if i not in found]
            other = [i for i, v in self.rows.items() if i in found and found[i] not in (v, self.pending.get(i))]
            extra = [i for i in found if i not in self.rows and i not in self.pending]
            torn = not lost and not other and not extra
            return f"lost {len(lost)}, other value {len(other)}, never written {len(extra)}, torn change {torn}"
        self.rows, self.pending = dict(found), {}
        return None


def rows(text):
    """The rows that the driver read."""
    return dict(line[4:].split("=", 1) for line in text.splitlines() if line.startswith("row "))


def self_test():
    """The judge must see each kind of loss."""
    said = "try 1 a=1 b=1\nack 1\ntry 2 a=2 c=2\nack 2\ntry 3 a=3 d=3\nack"
    fit = [{"a": "2", "b": "1", "c": "2"}, {"a": "3", "b": "1", "c": "2", "d": "3"}]
    unfit = [
        {"a": "2", "b": "1"}, {"a": "1", "b": "1", "c": "2"}, {"a": "3", "b": "1", "c": "2"},
        {"a": "2", "b": "1", "c": "2", "d": "3"}, {"a": "2", "b": "1", "c": "2", "e": "9"}, {},
    ]
    for found in fit:
        assert Expected().hear_all(said).judge(found) is None, found
    for found in unfit:
        assert Expected().hear_all(said).judge(found), found


self_test()
