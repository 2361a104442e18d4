#!/usr/bin/env python3
"""Kills, power cuts, and the order of system calls (security checks A1, A2, A3).

A1  kill -9 at a random moment, 100 runs on one growing vault, while records are added, edited and imported; 6 more
    while 20,000 people are imported or one of them is edited; 12 more while a statement of the bank is taken in.
A2  a power cut, 20 runs, of which 4 with 20,000 people: a vault on an ext4 image; the writer is stopped, the image is copied as the disk has it, and
    the copy is mounted. What the page cache held is lost, as when the plug is pulled. Half of the runs begin before the
    vault is made.
A3  strace: what was saved is said only after the files that hold it were synced, and at creation the folders too; with
    20,000 people, and with values so large that sled puts pages into files of their own.

Whatever was acknowledged must be there, a change is whole or absent, and every check of `doctor` must pass.
"""

import collections
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

from common import ROOT, Expected, binary, driver, fresh, inner, keep, need_root, rows, scaled, seed, skip


def check(program, vault, key, expected, where):
    """Reads the vault and judges it; a fault ends the harness with what was found."""
    read = subprocess.run([program, "--role=read-to-write", vault, key], capture_output=True, text=True, timeout=60)
    if read.returncode != 0:
        return f"{where}: does not open ({read.returncode}): {read.stderr.strip()}"
    wrong = expected.judge(rows(read.stdout))
    if wrong:
        return f"{where}: {wrong}"
    with fresh() as copy:
        found = subprocess.run(
            [program, "--role=verify", vault, key, f"{copy}/store"], capture_output=True, text=True, timeout=60
        )
    if found.returncode != 0 or found.stdout != "journal Current\n":
        return f"{where}: {found.returncode} {found.stdout}{found.stderr}"
    return None


def kills(program, rng, runs):
    """A1."""
    with fresh() as home:
        vault, key = f"{home}/vault", f"{home}/key"
        subprocess.run([program, "--role=key", key], check=True)
        subprocess.run([program, "--role=create", vault, key], check=True, capture_output=True)
        expected, killed = Expected(), 0
        for number in range(runs):
            if number % 25 == 24:
                # A young vault too: more of its runs die while it is being opened.
                shutil.rmtree(vault)
                subprocess.run([program, "--role=create", vault, key], check=True, capture_output=True)
                expected = Expected()
            said = open(f"{home}/said", "w+b")
            writer = subprocess.Popen(
                [program, "--role=write", vault, key, str(rng.randrange(1 << 30)), "100000", "40"], stdout=said
            )
            time.sleep(rng.uniform(0.002, 0.25))
            writer.kill()
            killed += writer.wait() == -9
            said.seek(0)
            expected.hear_all(said.read().decode())
            wrong = check(program, vault, key, expected, f"kill {number}")
            if wrong:
                keep(home, "kill")
                sys.exit(f"A1 FAILED: {wrong}")
        assert killed == runs, f"only {killed} of {runs} were killed"
    return f"A1: {runs} kills, nothing acknowledged was lost, {len(expected.rows)} records at the end"


MANY = 20_000


def many(program, rng, runs):
    """A1 with a large section: an import of 20,000 is whole or absent, and edits among 20,000 hold."""
    with fresh() as home:
        key = f"{home}/key"
        subprocess.run([program, "--role=key", key], check=True)
        absent = 0
        for number in range(runs):
            vault = f"{home}/vault{number}"
            subprocess.run([program, "--role=create", vault, key], check=True, capture_output=True)
            expected = Expected()
            for command in (["--role=fill", vault, key, str(MANY), "40"], ["--role=write", vault, key, str(number), "100000", "40"]):
                said = open(f"{home}/said", "w+b")
                writer = subprocess.Popen([program, *command], stdout=said)
                if command[0] == "--role=write" or number % 2 == 0:
                    time.sleep(rng.uniform(0.2, 3))
                    writer.kill()
                writer.wait()
                said.seek(0)
                expected.hear_all(said.read().decode())
                # A kill between the commit and its word leaves an import that is whole: what is there is known before more is asked.
                wrong = check(program, vault, key, expected, f"kill {number} among many, {command[0]}")
                if wrong:
                    keep(vault, "kill-many")
                    sys.exit(f"A1 FAILED: {wrong}")
            absent += len(expected.rows) < MANY
            shutil.rmtree(vault)
        assert runs < 5 or absent < runs, "no import was ever finished"
    return f"A1: {runs} kills with {MANY} people, {absent} of them before the import was whole"


LINES = 400


def imports(program, rng, runs):
    """A1 for the treasury: a statement of the bank is taken in whole or not at all, and the book follows without a gap."""
    with fresh() as home:
        vault, key = f"{home}/vault", f"{home}/key"
        subprocess.run([program, "--role=key", key], check=True)
        subprocess.run([program, "--role=create", vault, key], check=True, capture_output=True)
        words = [binary(), "--lang", "en", "--yes", "--on", "2026-11-21", "--vault", vault, "--identity", key]

        def go(*more):
            run = subprocess.run([*words, *more], env={"HOME": home}, cwd=home, capture_output=True, text=True, timeout=120)
            assert run.returncode == 0, (more, run.stdout, run.stderr)
            return run.stdout

        def book():
            read = json.loads(go("dues", "book", "--json"))["value"]
            assert read["faults"] == [], read["faults"]
            return len(read["entries"])

        # The vault was made by the driver: this program says its six words, and takes them.
        first = subprocess.run([*words, "member", "list"], env={"HOME": home}, cwd=home, capture_output=True, text=True)
        go("--accept-new", re.search(r"--accept-new\s+(\S+)", first.stderr).group(1), "member", "list")
        go("member", "add", "prénom=Camille", "nom=Exemple", "joined=2026-01-01")
        go("dues", "schedule", "ordinaire", "--flat", "12", "--from", "2026-01-01")
        # Kills fall within the time that an import takes here: otherwise a quick machine is hardly ever cut off.
        there, absent, took = book(), 0, 0.3
        for number in range(runs):
            lines = [f"05/10/2026;;{number + 1},{at % 100:02};VIR CAMILLE EXEMPLE {number} {at};0" for at in range(LINES)]
            statement = "Date;Date de valeur;Montant;Libellé;Solde\n" + "\n".join(lines) + "\n"
            pathlib.Path(home, "bank.csv").write_text(statement, encoding="utf-8")
            child = subprocess.Popen(
                [*words, "dues", "import", "bank.csv", "--apply"], env={"HOME": home}, cwd=home,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            time.sleep(rng.uniform(0.01, took))
            child.kill()
            child.wait()
            now = book() - there
            if now not in (0, LINES):
                keep(vault, "kill-import")
                sys.exit(f"A1 FAILED: {now} of {LINES} movements after kill {number}")
            absent += now == 0
            # The same file once more makes it whole, and nothing of it twice.
            begun = time.monotonic()
            go("dues", "import", "bank.csv", "--apply")
            took = time.monotonic() - begun if now == 0 else took
            there += LINES
            assert book() == there, (book(), there)
        assert runs < 5 or absent > 0, "no import was ever cut off"
    return f"A1: {runs} kills while a statement was taken in, {absent} of them before it was written"


class Image:
    """An ext4 file system in a file, mounted."""

    def __init__(self, home, name, size="48M"):
        self.file, self.at, self.size = f"{home}/{name}.img", f"{home}/{name}", size
        self.mounted = False

    def make(self):
        subprocess.run(["truncate", "-s", self.size, self.file], check=True)
        subprocess.run(["mkfs.ext4", "-qF", self.file], check=True)
        return self.mount()

    def mount(self):
        pathlib.Path(self.at).mkdir(exist_ok=True)
        run = subprocess.run(["mount", "-o", "loop", self.file, self.at], capture_output=True, text=True)
        if run.returncode != 0:
            skip(f"no loop device: {run.stderr.strip()}")
        self.mounted = True
        return self

    def unmount(self):
        # A process that was just killed lets go a moment later.
        for _ in range(200 if self.mounted else 0):
            if subprocess.run(["umount", self.at], capture_output=True).returncode == 0:
                self.mounted = False
                return
            time.sleep(0.05)
        assert not self.mounted, f"{self.at} cannot be unmounted"


def cut(program, rng, number, home, tear=False):
    """One power cut; `tear` forgets a write that was acknowledged, to see that the judge sees it."""
    key = f"{home}/key"
    large = number % 5 == 3
    size = "256M" if large else "48M"
    disk, copy = Image(home, f"disk{number}", size), Image(home, f"copy{number}", size)
    try:
        disk.make()
        vault, born = f"{disk.at}/vault", number % 2 == 0 and not large
        said = open(f"{home}/said{number}", "w+b")
        if not born:
            subprocess.run([program, "--role=create", vault, key], check=True, stdout=said)
        if large and number % 2:
            subprocess.run([program, "--role=fill", vault, key, str(MANY), "40"], check=True, stdout=said)
        seed_of_run = str(rng.randrange(1 << 30))
        script = f'"{program}" --role=create {vault} {key} && ' if born else ""
        script += f'"{program}" --role=fill {vault} {key} {MANY} 40 && ' if large and not number % 2 else ""
        script += f'exec "{program}" --role=write {vault} {key} {seed_of_run} 100000 40'
        writer = subprocess.Popen(["setsid", "sh", "-c", script], stdout=said)
        if large:
            time.sleep(rng.uniform(0.5, 4))
        else:
            time.sleep(rng.uniform(0.005, 0.08) if born and number % 4 == 0 else rng.uniform(0.1, 0.9))
        # The whole session stops: the shell and what it runs.
        subprocess.run(["kill", "-STOP", "--", f"-{writer.pid}"], check=False)
        subprocess.run(["cp", "--sparse=always", disk.file, copy.file], check=True)
        said.seek(0)
        text = said.read().decode()
        subprocess.run(["kill", "-KILL", "--", f"-{writer.pid}"], check=False)
        writer.wait()
        disk.unmount()
        copy.mount()
        expected = Expected()
        if "ack made" not in text:
            # Not yet promised: there is a whole vault or none.
            if not pathlib.Path(f"{copy.at}/vault").exists():
                return None, 0
        expected.hear_all(text.replace("ack made\n", ""))
        if tear:
            expected.rows["0" * 32] = "acknowledged and not there"
        return check(program, f"{copy.at}/vault", key, expected, f"power cut {number}"), expected.acknowledged
    finally:
        disk.unmount()
        copy.unmount()
        for image in (disk, copy):
            pathlib.Path(image.file).unlink(missing_ok=True)


def power(program, rng, runs):
    """A2."""
    with fresh() as home:
        subprocess.run([program, "--role=key", f"{home}/key"], check=True)
        total = 0
        for number in range(runs):
            wrong, acknowledged = cut(program, rng, number, home)
            total += acknowledged
            if wrong:
                sys.exit(f"A2 FAILED: {wrong}")
        assert cut(program, rng, runs * 2 + 1, home, tear=True)[0], "a lost record was not seen"
    return f"A2: {runs} power cuts, none of {total} acknowledged commits was lost"


CALL = re.compile(r"^(?:\d+ +)?(?:[\d.]+ )?(\w+)\((.*)\) += (-?\d+)")


def joined(trace):
    """The calls of a trace, those that another thread interrupted in one piece, where they ended."""
    begun = {}
    for line in trace.splitlines():
        thread = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[thread] = line.removesuffix("<unfinished ...>").rstrip()
        elif resumed := re.search(r"<\.\.\. \w+ resumed>(.*)", line):
            yield begun.pop(thread, "") + resumed.group(1)
        else:
            yield line


def unsynced(trace, vault, made=False):
    """Reads a trace and returns what was said too early: each `ack` must come after a sync of every file of the vault
    that was written, and, when the vault is made, after a sync of each folder in which a name was made.

    A loose page must be durable before the file that points to it. When sled only moves a page, on a read, nothing new
    was promised: what it wrote then is due at the next sync of that file."""
    wrong, acks, dirty, names, loose = [], 0, set(), set(), set()
    # What came before, shown with a fault: it is not easily had again.
    recent = collections.deque(maxlen=14)

    def rename(paths, old, new):
        return {new + path[len(old):] if path == old or path.startswith(f"{old}/") else path for path in paths}

    for line in joined(trace):
        call = CALL.match(line)
        if not call or int(call.group(3)) < 0:
            continue
        name, args = call.group(1), call.group(2)
        recent.append(line[:110])
        file = re.match(r"\d+<([^>]*)>", args)
        file = file.group(1) if file else ""
        given = re.findall(r'"([^"]*)"', args)
        if name == "write" and '"ack' in args:
            acks += 1
            wrong.extend("\n  ".join([f"said before a sync of {path}, after", *recent]) for path in sorted(dirty))
            if made:
                wrong.extend(f"said before a sync of the folder of {path}" for path in sorted(names))
            dirty.clear()
        elif name in ("pwrite64", "write", "ftruncate") and file.startswith(vault):
            # The note in the lock and sled's own cache promise nothing.
            if not re.search(r"/(lock|outbox\.lock)$|/snap\.[0-9A-F]+(\.generating)?$", file):
                (loose if "/blobs/" in file else dirty).add(file)
        elif name in ("fsync", "fdatasync"):
            dirty.discard(file)
            loose.discard(file)
            if file.endswith("/db"):
                unsafe = loose | {path for path in names if "/blobs/" in path}
                wrong.extend(f"pointed to before a sync of {path} and its folder" for path in sorted(unsafe))
            names = {path for path in names if str(pathlib.Path(path).parent) != file}
        elif name in ("rename", "renameat", "renameat2"):
            old, new = given
            dirty, names = rename(dirty, old, new), rename(names, old, new)
            names.add(new)
        elif name in ("unlink", "unlinkat", "rmdir"):
            names.discard(given[0])
            dirty.discard(given[0])
            loose.discard(given[0])
        elif given and given[0].startswith(vault) and (name in ("mkdir", "mkdirat") or "O_CREAT" in args):
            names.add(given[0])
    return wrong, acks


def order(program, rng, commits):
    """A3."""
    with fresh() as home:
        key = f"{home}/key"
        calls = "trace=fsync,fdatasync,pwrite64,write,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,openat"
        subprocess.run([program, "--role=key", key], check=True)
        strace = ["strace", "-f", "-y", "-qq", "-s", "3", "-e", calls, "-e", "signal=none", "-o"]
        made = [*strace, f"{home}/made", program, "--role=create", f"{home}/vault", key]
        subprocess.run(made, check=True, capture_output=True)
        trace = pathlib.Path(f"{home}/made").read_text()
        wrong, acks = unsynced(trace, home, made=True)
        assert acks == 1, "the vault was not made"
        if wrong:
            sys.exit(f"A3 FAILED at creation: {wrong}")
        written = [*strace, f"{home}/written", program, "--role=write", f"{home}/vault", key, str(rng.randrange(99)), str(commits), "9"]
        subprocess.run(written, check=True, capture_output=True)
        later = pathlib.Path(f"{home}/written").read_text()
        wrong, acks = unsynced(later, f"{home}/vault")
        assert acks == commits, f"{acks} acknowledgements of {commits}"
        if wrong:
            sys.exit("\n".join(["A3 FAILED:", *wrong[:2]]))
        # A large section stays in the store's one file; large values do not, and are synced all the same.
        for what, role in (("many", ["--role=fill", str(MANY), "40"]), ("large", ["--role=write", "7", "30", "60000"])):
            vault = f"{home}/{what}"
            subprocess.run([program, "--role=create", vault, key], check=True, capture_output=True)
            subprocess.run([*strace, f"{home}/trace", program, role[0], vault, key, *role[1:]], check=True, capture_output=True)
            text = pathlib.Path(f"{home}/trace").read_text()
            wrong, acks = unsynced(text, vault)
            loose = len(os.listdir(inner(vault) / "store/blobs"))
            if wrong or not acks or (loose > 0) != (what == "large"):
                shutil.copy(f"{home}/trace", ROOT / f"target/failed-{what}.trace")
                sys.exit(f"A3 FAILED with {what}: {acks} said, {loose} loose pages, {wrong[:5]}")
        bad = "\n".join(l for l in text.splitlines() if not (re.search(r"fsync", l) and "/store/blobs" in l))
        assert unsynced(bad, vault)[0], "a missing sync of a loose page was not seen"
        # Fed something bad: the same traces without the syncs of the store, of the journal, of the folders.
        for what, text in (("store/db", later), ("journal", later)):
            bad = "\n".join(l for l in text.splitlines() if not (re.search(r"f(data)?sync", l) and f"{what}>" in l))
            assert unsynced(bad, f"{home}/vault")[0], f"a missing sync of {what} was not seen"
        bad = "\n".join(l for l in trace.splitlines() if not (re.search(r"fsync", l) and re.search(r"\.new-\w+>|contrepoids-\w+>", l)))
        assert unsynced(bad, home, made=True)[0], "a missing sync of the folder was not seen"
    return f"A3: {commits} commits and one creation, each said after its syncs"


def main():
    need_root()
    program, rng = driver(), random.Random(seed())
    harnesses = ((order, 60), (kills, 100), (many, 6), (imports, 12), (power, 20))
    # With names, those alone: `suite_crash.py power`.
    wanted = set(sys.argv[1:]) or {harness.__name__ for harness, _ in harnesses}
    for harness, count in (pair for pair in harnesses if pair[0].__name__ in wanted):
        start = time.monotonic()
        text = harness(program, rng, scaled(count))
        print(f"{text} ({time.monotonic() - start:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
