#!/usr/bin/env python3
"""Rounds of `sync` killed at calls that write (A1, for what laptops share): while a change goes out, while it comes in, while all is
told anew after an erasure and the old objects are deleted.

Afterwards the vault opens and has all that it had, the next round goes on from there, both laptops end with the same people, every
object in the place is whole, and who was erased is in neither vault.
"""

import pathlib
import random
import re
import subprocess

from common import fresh, memory, need_root, scaled, seed
from suite_objects import Holder, admitted, files
from suite_sharing import Laptop

CALLS = "openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,linkat,fchmod,ftruncate"


def calls_of(laptop):
    """Each call that writes of one round, in order: (name, which one of that name). The round is done afterwards."""
    trace = laptop.home / "trace"
    laptop.run("sync", before=["strace", "-f", "-o", str(trace), "-e", f"trace={CALLS}"])
    seen, out = {}, []
    for line in trace.read_text().splitlines():
        found = re.match(r"\d+ +(\w+)\(", line)
        if found:
            name = found.group(1)
            seen[name] = seen.get(name, 0) + 1
            out.append((name, seen[name]))
    trace.unlink()
    return out


def killed(laptop, point):
    """One round, killed at a call; true when it was."""
    name, number = point
    run = laptop.run(
        "sync", check=False, before=["strace", "-f", "-o", "/dev/null", "-e", f"inject={name}:signal=KILL:when={number}"]
    )
    assert run.returncode in (0, -9, 137), run
    return run.returncode != 0


def settled(first, second, expected, where):
    """Both go on and end with the same people."""
    for _ in range(2):
        for laptop in (first, second):
            laptop.run("sync")
    for laptop in (first, second):
        there = {name for name in laptop.people()}
        assert there == expected, f"{where}: {there ^ expected}"


def whole(holder, root):
    """Every object is readable by the document alone; what a killed round left beside has another name."""
    for path in files(root):
        if re.fullmatch(r"\d{8}-[0-9a-f]{32}", path.name) and path.read_bytes()[0] == 2:
            holder.read(root, path)


def going(first, second, root, rng, runs):
    """A change that goes out, and comes in."""
    count = {"out": 0, "in": 0}
    people = first.people()
    first.adds("Modele")
    out = calls_of(first)
    into = calls_of(second)
    people |= {name for name in first.people()}
    holder = Holder(first)
    for number in range(runs):
        name = f"Neuf{number}"
        before = first.people()
        first.adds(name)
        people = first.people()
        assert len(people) == len(before) + 1
        count["out"] += killed(first, rng.choice(out))
        assert first.people() == people, "what was entered is not there after a kill"
        first.run("sync")
        had = second.people()
        count["in"] += killed(second, rng.choice(into))
        assert had <= second.people() <= people, "something else is there after a kill"
        settled(first, second, people, f"run {number}")
        whole(holder, root)
    return count, people


def erased(first, second, root, rng, runs, people):
    """All told anew after an erasure, and the old objects deleted."""
    count = 0
    for number in range(runs):
        victim = next(name for name in sorted(people) if "Neuf" in name)
        word = next(part for part in victim.split() if "Neuf" in part)
        first.run("member", "erase", word, "--yes")
        people = people - {victim}
        for laptop in (first, second):
            # Where the calls lie is not the same each time: any one of the first hundreds.
            name = rng.choice(["write", "openat", "fsync", "rename", "unlink", "mkdir", "pwrite64"])
            count += killed(laptop, (name, rng.randrange(1, 30)))
        settled(first, second, people, f"erasure {number}")
        whole(Holder(first), root)
        for laptop in (first, second):
            found = laptop.run("member", "show", word, check=False)
            assert found.returncode == 1, found
    return count


def main():
    need_root()
    rng = random.Random(seed())
    runs = scaled(12)
    with fresh(memory()) as at:
        at = pathlib.Path(at)
        root = at / "stick"
        root.mkdir()
        first, second = (Laptop(at / name) for name in ("one", "two"))
        first.go("init", "--yes")
        first.adds("Exemple")
        first.go("sync", "add", root)
        admitted(first, second, root, "organizer")
        count, people = going(first, second, root, rng, runs)
        gone = erased(first, second, root, rng, max(1, runs // 4), people)
        assert count["out"] + count["in"] >= runs // 2 and gone, f"hardly anything was killed: {count}, {gone}"
        for laptop in (first, second):
            assert laptop.run("doctor", check=False).returncode in (0, 3)
    print(f"rounds killed: {count['out']} of {runs} going out, {count['in']} coming in, {gone} while all was told anew; nothing lost")


if __name__ == "__main__":
    main()
