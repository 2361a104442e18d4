#!/usr/bin/env python3
"""Full disks, limits, read-only media, and a second process (security checks A6, A7, A8).

A6  32 sizes of disk from 256 KiB to 4 MiB, and the same as a limit on the size of files: making a vault and writing
    until nothing fits must end with a clear message and exit code 15, never by a signal; what was acknowledged is there,
    while the disk is still full and after room was made. An import of 20,000 people on ten more sizes, likewise.
A7  on a disk with no byte left and on a read-only medium the list and the export are what they were.
A5  each single system call of a listing, a record, the status, the notices and an edit fails once: the next run answers
    as before, no run ends by a panic, none says "damaged" of a disk that did not read, none names the builder's folders.
A8  a second process is refused within a second and told by whom; after kill -9 of the first the next one works.
"""

import contextlib
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

from common import Expected, Section, driver, fresh, need_root, rows, scaled, seed

CSV = "Nom;Prénom;Courriel;Site;Date d'adhésion\n" + "".join(
    f"Exemple;Camille {n};camille.{n}@example.org;Siège;01/02/2024\n" for n in range(1, 301)
)


@contextlib.contextmanager
def mounts():
    """Takes away what a failed run left mounted, so that its folder can go."""
    try:
        yield
    finally:
        while MOUNTED:
            unmount(MOUNTED[-1])


MOUNTED = []


def mount(at, size):
    MOUNTED.append(at)
    pathlib.Path(at).mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", at], check=True)


def remount(at, options):
    subprocess.run(["mount", "-o", f"remount,{options}", at], check=True)


def unmount(at):
    MOUNTED.remove(at)
    subprocess.run(["umount", at], check=True)


def run(*command, before=()):
    return subprocess.run([*before, *map(str, command)], capture_output=True, text=True, timeout=120)


def ended_well(ended, what):
    """A full disk ends a program with a word, not with a signal, a panic or silence."""
    if ended.returncode not in (0, 15):
        return f"{what}: ended with {ended.returncode}: {ended.stderr[-300:]}"
    if ended.returncode == 15 and not re.search(r"disk|full|read-only", ended.stderr):
        return f"{what}: no clear message: {ended.stderr[-300:]}"
    return None


def write_and_judge(program, vault, key, number, before, room, what):
    """Writes until nothing fits, reads while it still does not, makes room, reads and verifies."""
    expected = Expected()
    first = run(program, "--role=read", vault, key)
    expected.rows = rows(first.stdout)
    ended = run(program, "--role=write", vault, key, number, 100000, 300, before=before)
    wrong = ended_well(ended, what)
    if wrong or ended.returncode == 0:
        return wrong or f"{what}: nothing was full"
    expected.hear_all(ended.stdout)
    acknowledged = expected.acknowledged
    full = run(program, "--role=read", vault, key, before=before)
    if full.returncode != 0:
        return f"{what}: cannot be read while full: {full.returncode} {full.stderr[-300:]}"
    for limits, when in ((before, "while full"), ((), "with room again")):
        if not limits:
            room()
        read = run(program, "--role=read" if limits or when == "while full" else "--role=read-to-write", vault, key, before=limits)
        wrong = f"{read.returncode} {read.stderr[-300:]}" if read.returncode else expected.judge(rows(read.stdout))
        if wrong:
            return f"{what}, {when}, after {acknowledged} commits: {wrong}"
    with fresh() as copy:
        found = run(program, "--role=verify", vault, key, f"{copy}/store")
    if found.returncode != 0 or found.stdout != "journal Current\n":
        return f"{what}: {found.returncode} {found.stdout}{found.stderr}"
    return None


def full(program, rng, steps):
    """A6."""
    wrong, made = [], 0
    with fresh() as home, mounts():
        key, disk = f"{home}/key", f"{home}/disk"
        run(program, "--role=key", key)
        for step in range(steps):
            size = 256 * 1024 + step * (4096 - 256) * 1024 // max(1, steps - 1)
            limit = ["prlimit", f"--fsize={size}"]
            for kind, before in (("disk", ()), ("limit", limit)):
                mount(disk, size if kind == "disk" else "64M")
                vault, what = f"{disk}/vault", f"{kind} of {size}"
                ended = run(program, "--role=create", vault, key, before=before)
                wrong.append(ended_well(ended, f"making, {what}"))
                if ended.returncode == 15:
                    left = os.listdir(disk)
                    wrong.append(f"making, {what}: left {left}" if left else None)
                    remount(disk, "size=64M")
                    run(program, "--role=create", vault, key)
                    free = size
                else:
                    made += 1
                    free = rng.randrange(4096, 65536)
                used = int(run("du", "-sk", disk).stdout.split()[0]) * 1024
                if kind == "disk":
                    remount(disk, f"size={used + free}")
                else:
                    # What is already larger than the limit cannot be added to: the files of the store grow first.
                    before = ["prlimit", f"--fsize={max(size, 600_000)}"]
                wrong.append(write_and_judge(
                    program, vault, key, rng.randrange(99), before, lambda: remount(disk, "size=64M"), what
                ))
                unmount(disk)
    wrong = [w for w in wrong if w]
    if wrong:
        sys.exit("A6 FAILED:\n" + "\n".join(wrong[:12]) + f"\n{len(wrong)} in all")
    return f"A6: {steps} sizes of disk and of file, {made} vaults fitted, the rest said so; nothing was lost"


MANY = 20_000


def many(program, sizes):
    """A6 with a large section: an import of 20,000 on disks that hold a part of it ends soon, and is whole or absent."""
    fitted, slowest = 0, 0
    with fresh() as home, mounts():
        key, disk = f"{home}/key", f"{home}/disk"
        run(program, "--role=key", key)
        for size in sizes:
            mount(disk, "200M")
            vault, what = f"{disk}/vault", f"{MANY} people on {size} MiB"
            run(program, "--role=create", vault, key)
            expected = Expected().hear_all(run(program, "--role=write", vault, key, 1, 3, 40).stdout)
            remount(disk, f"size={size}M")
            start = time.monotonic()
            ended = run(program, "--role=fill", vault, key, MANY, 40)
            slowest = max(slowest, time.monotonic() - start)
            fitted += ended.returncode == 0
            expected.hear_all(ended.stdout)
            wrong = ended_well(ended, what)
            full = run(program, "--role=read", vault, key)
            wrong = wrong or (f"cannot be read while full: {full.stderr[-300:]}" if full.returncode else None)
            wrong = wrong or expected.judge(rows(full.stdout))
            remount(disk, "size=200M")
            read = run(program, "--role=read-to-write", vault, key)
            wrong = wrong or (read.stderr[-300:] if read.returncode else expected.judge(rows(read.stdout)))
            if wrong:
                sys.exit(f"A6 FAILED: {what}: {wrong}")
            unmount(disk)
    return f"A6: {MANY} people on {len(sizes)} sizes of disk, {fitted} fitted, at worst {slowest:.0f} s"


def looks(section, out, reader):
    """The list and the export, as a person would read them."""
    listed = section.run("member", "list", "--format", "csv", "--yes").stdout
    out.unlink(missing_ok=True)
    section.run("export", "roster", "--to", reader[1], "--out", out, "--yes")
    opened = run("age", "-d", "-i", reader[0], out)
    assert opened.returncode == 0 and listed.count("Exemple") == 300, (listed[:300], opened.stderr)
    return listed, opened.stdout


def reader_key(home):
    made = run("age-keygen", "-o", f"{home}/reader")
    return f"{home}/reader", re.search(r"age1\w+", made.stderr).group(0)


def cannot_write():
    """A7."""
    with fresh() as home, mounts():
        reader, disk, out = reader_key(home), f"{home}/disk", pathlib.Path(home) / "out.age"
        mount(disk, "64M")
        section = Section(home)
        section.vault = pathlib.Path(disk) / "vault"
        section.run("init")
        (pathlib.Path(home) / "people.csv").write_text(CSV)
        section.run("member", "import", f"{home}/people.csv", "--apply")
        before = looks(section, out, reader)
        for what, spoil, heal in (
            ("full disk", lambda: fill(disk), lambda: empty(disk)),
            ("read-only medium", lambda: remount(disk, "ro"), lambda: remount(disk, "rw")),
        ):
            spoil()
            after = looks(section, out, reader)
            assert after == before, f"A7 FAILED on a {what}: another answer"
            # And writing says so.
            ended = section.run("member", "add", "nom=Exemple", "prénom=Dominique", check=False)
            assert ended.returncode == 15, f"A7 FAILED: {what}: {ended}"
            heal()
            assert looks(section, out, reader) == before, f"A7 FAILED after a {what}"
        unmount(disk)
    return "A7: list and export are the same on a full disk and on a read-only medium"


def refused_in_time():
    """A notice to many on a disk with little room is refused before it eats that room: one person can still be added."""
    with fresh() as home, mounts():
        disk = f"{home}/disk"
        mount(disk, "200M")
        section = Section(home)
        section.vault = pathlib.Path(disk) / "vault"
        section.run("init")
        (pathlib.Path(home) / "people.csv").write_text(CSV)
        section.run("member", "import", f"{home}/people.csv", "--apply")
        used = sum(p.lstat().st_blocks for p in pathlib.Path(disk).rglob("*")) * 512
        remount(disk, f"size={used // 1024 + 1000}k")
        queue = ("notice", "queue", "welcome", "--from", "Section <section@example.net>", "--yes")
        ended = section.run(*queue, check=False)
        assert ended.returncode == 15, f"A6 FAILED: a notice to 300 without room: {ended}"
        section.run("member", "add", "nom=Exemple", "prénom=Dominique")
        remount(disk, "size=200M")
        section.run(*queue)
        assert section.run("notice", "status", "--json").stdout.count('"queued": 300') == 1, "not everybody is queued"
        unmount(disk)
    return "A6: a notice to 300 without room for it is refused and leaves the room that there was"


def fill(disk):
    with open(f"{disk}/ballast", "wb") as file:
        try:
            for size in (1 << 20, 4096, 512):
                while True:
                    file.write(b"x" * size)
                    file.flush()
        except OSError:
            pass
    try:
        while True:
            with open(f"{disk}/ballast", "ab", buffering=0) as file:
                if file.write(b"x" * 4096) == 0:
                    break
    except OSError:
        pass
    assert os.statvfs(disk).f_bavail == 0


def empty(disk):
    os.unlink(f"{disk}/ballast")


def second(program):
    """A8."""
    slowest = 0
    with fresh() as home:
        section = Section(home)
        section.run("init")
        section.run("member", "add", "nom=Exemple", "prénom=Camille")
        for _ in range(10):
            holder = subprocess.Popen(
                [program, "--role=hold", section.vault, section.key], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            assert holder.stdout.readline() == b"open\n"
            start = time.monotonic()
            refused = section.run("member", "list", "--yes", check=False)
            slowest = max(slowest, time.monotonic() - start)
            assert refused.returncode == 11 and str(holder.pid) in refused.stderr, f"A8 FAILED: {refused}"
            holder.kill()
            holder.wait()
            assert "Camille" in section.run("member", "list", "--yes").stdout
            holder.stdin.close()
            holder.stdout.close()
        assert slowest < 1, f"A8 FAILED: refused after {slowest:.2f} s"
    return f"A8: a second process is refused with the number of the first, at worst after {slowest:.2f} s"


CALLS = {
    "pread64": "EIO", "read": "EIO", "openat": "EIO", "fstat": "EIO", "newfstatat": "EIO", "statx": "EIO", "mmap": "ENOMEM",
    "fsync": "EIO", "fdatasync": "EIO", "sync_file_range": "EIO", "ftruncate": "EIO", "pwrite64": "EIO", "write": "EIO",
    "getdents64": "EIO", "lseek": "EIO", "flock": "EIO", "rename": "EIO", "unlink": "EIO", "mkdir": "EIO",
    "copy_file_range": "EIO", "fcntl": "EIO", "statfs": "EIO",
}


def once(section, args, call, number):
    """Runs a command in which one system call fails; tells whether it did."""
    fault, log = f"{call}:error={CALLS[call]}:when={number}", section.home / "fault"
    run = section.run(*args, check=False, before=["strace", "-f", "-o", str(log), "-e", f"trace={call}", "-e", f"inject={fault}"])
    return run, "(INJECTED)" in log.read_text(errors="replace")


def calls_of(section, args):
    """How often a command makes each of the calls."""
    log = section.home / "calls"
    known = ",".join(f"?{call}" for call in CALLS)
    section.run(*args, before=["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={known}"])
    found = re.findall(r"^\d+\s+(\w+)\(", log.read_text(), re.M)
    return {call: found.count(call) for call in CALLS if found.count(call)}


def judge_fault(run, call, right):
    """Why a run in which a call failed ended as it must not, or nothing; `right` is what a reading command says."""
    if run.returncode in (101, 70) or (run.returncode < 0 and call != "mmap"):
        return f"ended with {run.returncode}: {run.stderr[-200:]}"
    if run.returncode == 13 or "damaged" in run.stderr:
        return f"a disk that does not read is called damage: {run.stderr[-300:]}"
    # Where the memory for a thread is refused, the runtime of the language ends the process itself, and names its own source.
    if ".cargo" in run.stdout + run.stderr or (run.returncode >= 0 and "/rustc/" in run.stdout + run.stderr):
        return f"the builder's folders are shown: {run.stderr[-200:]}"
    if right is not None and run.returncode == 0 and run.stdout != right:
        return f"another answer: {run.stdout[-200:]}"
    return None


def reads(rng, most):
    """A5: each single call fails once; of each kind, so many, drawn anew each time."""
    bad = subprocess.CompletedProcess
    assert judge_fault(bad([], 101, "", ""), "read", "") and judge_fault(bad([], 13, "", ""), "read", "")
    assert judge_fault(bad([], 0, "b", ""), "read", "a") and judge_fault(bad([], 15, "", "/x/.cargo/y"), "read", "")
    assert judge_fault(bad([], 15, "", "the disk"), "read", "a") is None
    wrong, ran, failed, met = [], 0, 0, 0
    with fresh() as home:
        section = Section(home)

        def renew():
            section.put_back("kept")

        section.run("init")
        (section.home / "people.csv").write_text(CSV)
        section.run("member", "import", "people.csv", "--apply")
        section.run("notice", "queue", "welcome", "--from", "Section <section@example.net>", "--yes")
        shown = section.run("member", "list", "--format", "json", "--yes").stdout
        ident = re.search(r'"id": "([0-9a-f]{32})"', shown).group(1)
        section.run("member", "edit", ident, "téléphone=+33639980000")
        section.keep("kept")
        listing, one = ["member", "list", "--format", "csv", "--yes"], ["member", "show", ident]
        work = {"list": listing, "show": one, "status": ["status"], "notices": ["notice", "status"],
                "edit": ["member", "edit", ident, "téléphone=+33639981111"]}
        questions = {"list": listing, "show": one, "notices": ["notice", "status"]}
        before = {name: section.run(*q).stdout for name, q in questions.items()}
        section.run(*work["edit"])
        after = {name: section.run(*q).stdout for name, q in questions.items()}
        assert before["show"] != after["show"] and before["list"].count("Exemple") == 300
        renew()
        right = {name: section.run(*args).stdout for name, args in work.items() if name != "edit"}
        faults = []
        for name, args in work.items():
            for call, count in calls_of(section, args).items():
                drawn = rng.sample(range(1, count + 1), min(count, 2 * most if call == "pread64" else most))
                faults += [(name, call, number) for number in sorted(drawn)]
            renew()
        for name, call, number in faults:
            run, injected = once(section, work[name], call, number)
            ran, failed, met = ran + 1, failed + (run.returncode != 0), met + injected
            fault = judge_fault(run, call, right.get(name))
            # After an edit that failed, what was there or what was asked for.
            asked = questions if name == "edit" else {"list": listing} if name != "notices" else {"notices": ["notice", "status"]}
            again = {key: section.run(*q, check=False) for key, q in asked.items()}
            said = {key: r.stdout for key, r in again.items()}
            good = [{k: v[k] for k in asked} for v in ([after] if name == "edit" and run.returncode == 0 else [before, after] if name == "edit" else [before])]
            if any(r.returncode for r in again.values()) or said not in good:
                fault = fault or f"the next run: {[(r.returncode, r.stderr[-150:]) for r in again.values()]}"
            if fault:
                wrong.append(f"{name}, {call} {number}, code {run.returncode}: {fault}")
            if name == "edit" or fault:
                renew()
    if wrong:
        sys.exit("A5 FAILED:\n" + "\n".join(wrong[:40]) + f"\n{len(wrong)} of {ran}")
    # A read that fails once is tried again, so most runs go on; the fault itself has to have been there.
    assert failed and met > ran * 9 // 10, f"only {met} of {ran} calls failed, {failed} runs said so"
    return f"A5: {met} system calls failed, {failed} runs said so, each next run answered as before"


def main():
    need_root()
    if "CONTREPOIDS_MOUNTS" not in os.environ:
        # Mounts of our own, which go away with this process.
        os.execvpe("unshare", ["unshare", "-m", sys.executable, *sys.argv], {**os.environ, "CONTREPOIDS_MOUNTS": "1"})
    program, rng = driver(), random.Random(seed())
    assert ended_well(subprocess.CompletedProcess([], -25, "", ""), "x"), "a death by signal was not seen"
    assert ended_well(subprocess.CompletedProcess([], 101, "", "panicked"), "x"), "a panic was not seen"
    assert ended_well(subprocess.CompletedProcess([], 15, "", "error 7"), "x"), "an unclear message was not seen"
    sizes = (3, 4, 6, 8, 11, 15, 20, 28, 40, 80)
    harnesses = (lambda: reads(rng, scaled(2)), lambda: second(program), cannot_write, refused_in_time, lambda: full(program, rng, scaled(32)), lambda: many(program, sizes))
    for harness in harnesses:
        start = time.monotonic()
        text = harness()
        print(f"{text} ({time.monotonic() - start:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
