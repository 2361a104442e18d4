#!/usr/bin/env python3
"""Turns of keys, erasure and destruction under kills and for who is left with old keys (F1, F2, F7, G5).

A turn is killed at calls that write: afterwards the vault is whole, under the old keys or the new ones. Who was removed opens no slot
with `age`, and no sealed value of before lies in the new files. Who is erased is in no record and no entry of the log, read by the
document alone. A vault that is being destroyed opens no more from the first slot on.
"""

import json
import random
import re
import shutil
import subprocess
import sys

import suite_format
from common import Section, binary, fresh, inner, memory, need_root, scaled, seed

CALLS = "openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,linkat,fchmod"
CANARY = "Zqxcanari"


class Vault(Section):
    """A section with three people, and another device that may be admitted."""

    def people(self):
        run = self.run("member", "list", "--json", "--yes", "--standing", "all", check=False)
        if run.returncode != 0:
            return None
        return sorted(person["name"] for person in json.loads(run.stdout)["value"]["people"])

    def other(self, *args, check=True):
        key, self.key = self.key, self.home / "other.txt"
        try:
            return self.run(*args, check=check)
        finally:
            self.key = key

    def admit(self):
        card = self.other("key", "show", "--name", "Autre appareil", "--out", "card.txt", "--json").stdout
        words = " ".join(json.loads(card)["value"]["words"])
        self.run("key", "add", "card.txt", "--roles", "organizer", "--words", words, "--yes")


def section(home):
    vault = Vault(home)
    vault.run("init")
    for family in ("Martin", "Petit", CANARY):
        vault.run("member", "add", f"nom={family}", "prénom=Camille", "étiquettes=relais")
    return vault


def points(vault, rng, *command, swing=None):
    """The calls of a good run that may change something, each by its name and which one of that name; some of them. With `swing`, as
    many from before the call that renames something to that name as from there on, and those nearest to it."""
    trace = vault.home / "trace"
    vault.run(*command, before=("strace", "-f", "-o", str(trace), "-e", f"trace={CALLS}"), timeout=300)
    seen, out, at = {}, [], None
    for line in trace.read_text().splitlines():
        found = re.match(r"(?:\d+ +)?(\w+)\((.*)", line)
        if not found:
            continue
        name, rest = found.groups()
        seen[name] = seen.get(name, 0) + 1
        if name != "openat" or "O_CREAT" in rest:
            if swing and name.startswith("rename") and f'/{swing}"' in rest:
                at = len(out)
            out.append((name, seen[name]))
    trace.unlink()
    if swing:
        assert at is not None, f"nothing is renamed to {swing}"
        near = [*range(max(0, at - 6), at), *range(at, min(len(out), at + 6))]
        before, after = ([n for n in some if n not in near] for some in (range(at), range(at, len(out))))
        most = scaled(20)
        chosen = near + rng.sample(before, min(len(before), most)) + rng.sample(after, min(len(after), most))
        return [out[n] for n in sorted(chosen)]
    first = [p for p in out if p[0].startswith(("rename", "unlink", "mkdir", "link"))]
    rest = [p for p in out if p not in first]
    return first[:scaled(25)] + rng.sample(rest, min(len(rest), scaled(25)))


def killed_turns(rng):
    with fresh(memory()) as home:
        vault = section(home)
        vault.keep("before")
        before, turn = vault.people(), inner(vault.vault).name
        at = points(vault, rng, "key", "rotate", "--yes", swing="head")
        assert vault.people() == before and inner(vault.vault).name != turn
        old = new = 0
        for name, number in at:
            vault.put_back("before")
            inject = ("strace", "-f", "-o", "/dev/null", "-e", f"inject={name}:signal=KILL:when={number}")
            vault.run("key", "rotate", "--yes", before=inject, check=False, timeout=300)
            where = f"killed at {name} {number}"
            if vault.people() != before:
                sys.exit(f"FAILED: {where}: {vault.run('member', 'list', check=False).stderr}")
            vault.run("member", "add", "nom=Nouveau", "prénom=Lou")
            assert vault.people() == sorted([*before, "Lou Nouveau"]), where
            left = [p.name for p in vault.vault.iterdir() if re.fullmatch(r"[0-9a-f]{8}", p.name)]
            assert len(left) == 1 and not list(vault.vault.glob(".new-*")), f"{where}: {left}"
            doctor = vault.run("doctor", check=False)
            assert doctor.returncode == 0, f"{where}: {doctor.stdout}"
            if inner(vault.vault).name == turn:
                old += 1
            else:
                new += 1
        assert old and new, (old, new)
        print(f"F2: killed at {len(at)} calls of a turn: {old} times the old keys, {new} times the new ones, never none")


def chunks(place):
    """Pieces of 32 bytes of all files below, but those that stand in any file."""
    out = set()
    for path in place.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            out.update(data[n:n + 32] for n in range(0, len(data) - 31, 32))
    # What is sealed looks like noise; headers, names of trees and page headers do not.
    noise = lambda piece: len(set(piece)) > 24 and piece.count(0) < 2 and sum(31 < b < 127 for b in piece) < 24
    return {piece for piece in out if noise(piece) and b"t0" not in piece and b"t1" not in piece and b"t2" not in piece}


def leaver():
    with fresh(memory()) as home:
        vault = section(home)
        vault.admit()
        slots = lambda: sorted((inner(vault.vault) / "keys").iterdir())
        opens = lambda: [s.name for s in slots() if subprocess.run(
            ["age", "-d", "-i", str(vault.home / "other.txt"), str(s)], capture_output=True).returncode == 0]
        assert len(opens()) == 6, "fed a holder: all six slots open"
        before = chunks(inner(vault.vault) / "store") | chunks(inner(vault.vault) / "keys")
        vault.run("key", "remove", "Autre", "--yes")
        assert opens() == [], "a slot opens for who was removed"
        after = chunks(inner(vault.vault))
        assert before and not before & after, f"something sealed before lies in the new files: {list(before & after)[:4]}"
        refused = vault.other("member", "list", "--yes", check=False)
        assert refused.returncode == 12 and "Martin" not in refused.stdout + refused.stderr, refused
        assert chunks(inner(vault.vault)) & after, "fed itself: the same pieces are seen"
        print(f"F1: who was removed opens none of {len(slots())} slots; {len(before)} pieces of before are in no new file")


def erased():
    with fresh(memory()) as home:
        vault = section(home)
        held = suite_format.read(vault)
        texts = lambda held: set().union(*({t for v in records.values() for t in suite_format.texts(v)}
                                           for _, records, _ in held.values()))
        assert CANARY in texts(held), "fed itself: the canary is seen"
        ident = next(i for (kind, i), value in held["roster"][1].items() if kind == 1 and CANARY in set(suite_format.texts(value)))
        vault.run("member", "edit", ident.hex(), "téléphone=0612345678")
        vault.run("member", "erase", ident.hex(), "--yes")
        held = suite_format.read(vault)
        assert CANARY not in texts(held) and "+33612345678" not in texts(held)
        for name, (_, records, log) in held.items():
            assert all(i != ident for _, i in records), name
            assert ident.hex() not in json.dumps(log, default=lambda b: b.hex()), name
        print("F7: who was erased is in no record and no entry of the log of three compartments")


def destroyed(rng):
    with fresh(memory()) as home:
        vault = section(home)
        vault.keep("before")
        trace = vault.home / "trace"
        vault.run("destroy", "--word", "destroy", before=("strace", "-f", "-y", "-o", str(trace), "-e", "trace=write,fdatasync,fsync,unlink,unlinkat"))
        lines = [l for l in trace.read_text().splitlines() if str(vault.vault) in l]
        # Before, the vault was opened and closed once.
        lines = lines[next(n for n, l in enumerate(lines) if "contrepoids destroy" in l):]
        overwritten = [n for n, l in enumerate(lines) if "write(" in l and "/keys/" in l]
        synced = [n for n, l in enumerate(lines) if "sync(" in l and "/keys/" in l]
        gone = [n for n, l in enumerate(lines) if "unlink" in l and "/keys/" not in l and "lock" not in l]
        assert len(overwritten) == 6 and len(synced) >= 6 and gone and max(overwritten) < min(gone), lines
        assert not vault.vault.exists()
        tried = 0
        for name in ("unlink", "unlinkat", "fdatasync"):
            for number in range(1, scaled(8)):
                vault.put_back("before") if vault.vault.exists() else shutil.copytree(vault.home / "before", vault.vault)
                inject = ("strace", "-f", "-o", "/dev/null", "-e", f"inject={name}:signal=KILL:when={number}")
                run = vault.run("destroy", "--word", "destroy", before=inject, check=False)
                keys = [s for turn in vault.vault.glob("*/keys") for s in turn.iterdir()]
                same = [s for s in keys if s.read_bytes() == (vault.home / "before" / s.relative_to(vault.vault)).read_bytes()]
                if run.returncode != 0 and len(same) <= 4:
                    tried += 1
                    assert vault.people() is None, f"{name} {number}: it opens"
        assert tried >= 3, tried
        print(f"G5: the six slots are overwritten and synced before anything else goes; killed {tried} times after two slots: it opens no more")


def main():
    need_root()
    rng = random.Random(seed())
    assert binary()
    leaver()
    erased()
    killed_turns(rng)
    destroyed(rng)


if __name__ == "__main__":
    main()
