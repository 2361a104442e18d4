#!/usr/bin/env python3
"""One bit flipped anywhere in the folder of a vault (security check D1): 2,000 times, in a vault that was closed well and
in one whose process was killed. Each time the vault is refused, or gives the same answer: never another one, no panic, no
signal, nothing above five seconds."""

import collections
import concurrent.futures
import pathlib
import random
import shutil
import subprocess
import sys
import time

from common import Section, driver, fresh, memory, scaled, seed

REFUSED = (10, 11, 12, 13, 14, 15)
CSV = "Nom;Prénom;Courriel;Site\n" + "".join(
    f"Exemple;Camille {n};camille.{n}@example.org;Siège\n" for n in range(1, 41)
)


def judge(code, answer, good):
    """The class of an outcome; those that begin with a capital fail."""
    if code is None:
        return "HANG"
    if code == 0:
        return "same answer" if answer == good else "OTHER ANSWER"
    if code in REFUSED:
        return "refused"
    return f"CODE {code}"


def outcome(command, env, good):
    try:
        run = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=10)
    except subprocess.TimeoutExpired:
        return "HANG"
    return judge(run.returncode, run.stdout, good)


def flip(good, place, rng):
    """A copy with one bit changed; returns what was changed. Half of the flips go where there is something but zeros."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(good, place)
    files = [p for p in sorted(place.rglob("*")) if p.is_file() and p.stat().st_size]
    file = rng.choice(files)
    data = bytearray(file.read_bytes())
    at = rng.randrange(len(data))
    if rng.random() < 0.7:
        for _ in range(200):
            if data[at]:
                break
            at = rng.randrange(len(data))
    bit = rng.randrange(8)
    data[at] ^= 1 << bit
    file.write_bytes(data)
    return f"{file.relative_to(place)} byte {at} bit {bit}"


def work(kind, home, good, command, right, count, number):
    """One of the processes that flip."""
    rng = random.Random(number)
    seen, wrong = collections.Counter(), []
    place = pathlib.Path(home) / f"{kind}{number}"
    for _ in range(count):
        what = flip(good, place, rng)
        start = time.monotonic()
        found = outcome(command(place), {"HOME": str(home), "TMPDIR": str(home)}, right)
        # A machine with other work gets some grace; a hang is far above.
        if time.monotonic() - start > 5:
            found = "HANG"
        seen[found] += 1
        if found[0].isupper() and found[1].isupper():
            wrong.append(f"{kind}: {what}: {found}")
    return seen, wrong


def main():
    number = seed()
    program = driver()
    good = b"a"
    for code, answer, expected in ((0, b"a", "same answer"), (13, b"", "refused"), (0, b"b", "OTHER ANSWER"),
                                   (101, b"", "CODE 101"), (70, b"", "CODE 70"), (-6, b"", "CODE -6"), (None, b"", "HANG")):
        assert judge(code, answer, good) == expected
    with fresh(memory()) as home:
        section = Section(home)
        section.run("init")
        csv = pathlib.Path(home) / "people.csv"
        csv.write_text(CSV)
        section.run("member", "import", csv, "--apply")
        section.run("member", "add", "nom=Exemple", "prénom=Dominique")
        closed = pathlib.Path(home) / "closed"
        shutil.copytree(section.vault, closed)

        # The driver is killed after its last word: sled finds the end of its log by itself the next time.
        killed = pathlib.Path(home) / "killed"
        writer = subprocess.Popen(
            [program, "--role=write", section.vault, section.key, "1", "100000", "20"], stdout=subprocess.PIPE, text=True
        )
        acknowledged = 0
        while acknowledged < 40:
            acknowledged += writer.stdout.readline().startswith("ack")
        writer.kill()
        writer.wait()
        writer.stdout.close()
        shutil.copytree(section.vault, killed)

        def listing(place):
            command = section.command("member", "list", "--format", "json", "--yes")
            return [str(place) if part == str(section.vault) else part for part in command]

        def reading(place):
            return [program, "--role=read", str(place), str(section.key)]

        fixtures = []
        for kind, vault, command in (("closed", closed, listing), ("killed", killed, reading)):
            place = pathlib.Path(home) / "once"
            shutil.copytree(vault, place)
            right = subprocess.run(command(place), env={"HOME": str(home), "TMPDIR": str(home)}, capture_output=True, check=True).stdout
            assert len(right) > 1000
            shutil.rmtree(place)
            fixtures.append((kind, vault, command, right))
        count = scaled(2000) // 4
        seen, wrong = collections.Counter(), []
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            jobs = [
                pool.submit(work, *fixture[:1], home, *fixture[1:], count, number + part * 2 + which)
                for part in range(2) for which, fixture in enumerate(fixtures)
            ]
            for job in jobs:
                seen.update(job.result()[0])
                wrong.extend(job.result()[1])
    print(f"D1: {sum(seen.values())} flips: " + ", ".join(f"{n} {what}" for what, n in seen.most_common()))
    assert seen["refused"] > 50, "hardly anything was refused: the flips do not reach what matters"
    if wrong:
        sys.exit("D1 FAILED:\n" + "\n".join(wrong[:20]))


if __name__ == "__main__":
    main()
