#!/usr/bin/env python3
"""Nothing in clear, anywhere (security checks C1, C4, C6, C10, C13).

C1   a whole session with canaries in a sandbox whose writable places are known, 20 kills among it: no canary in any file
     but the messages that were to be written, in no encoding; none on standard error.
C4   the passphrase is in no command line and in no environment while the program runs; no option takes one.
C6   SIGABRT and SIGSEGV leave no core.
C10  with RUST_LOG=trace and RUST_BACKTRACE=full no canary in what errors say.
C13  with umask 000 and 022 every file and folder is made for the owner alone, from its creation.
"""

import itertools
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time

import leaks
from common import Section, binary, fresh, need_root, seed, skip

WORDS = {
    "name": "Zphqx-Canari", "given": "Ywvut-Prenom", "mail": "zphqx.courriel@canari.example", "phone": "+33639980417",
    "note": "Remarque-Wkzq", "site": "Atelier-Qxzv", "company": "Fabrique-Jqzx", "passphrase": "oxygène brumeux Kvqz cagoule épinard zinguer",
    "host": "canari-poste-zq", "user": "utilisatrice-vqx",
}
CSV = "Nom;Prénom;Courriel;Téléphone;Site;Date d'adhésion\n" + "".join(
    f"{WORDS['name']} {n};{WORDS['given']};{n}.{WORDS['mail']};{WORDS['phone']};{WORDS['site']};01/02/2024\n" for n in range(60)
)


class Sandbox(Section):
    """A home in which every writable place lies, and a machine and a user whose names are canaries."""

    PLACES = ("home", "tmp", "var-tmp", "shm", "run")

    def __init__(self, at):
        for name in self.PLACES:
            (pathlib.Path(at) / name).mkdir(mode=0o700)
        super().__init__(pathlib.Path(at) / "home")
        self.at = pathlib.Path(at)
        self.stderr = b""

    def environment(self, **more):
        return {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "USER": WORDS["user"], "LOGNAME": WORDS["user"], **more}

    def walls(self):
        return ["bwrap", "--ro-bind", "/", "/", "--bind", str(self.at / "tmp"), "/tmp", "--bind", str(self.at / "var-tmp"), "/var/tmp",
                "--dev", "/dev", "--bind", str(self.at / "shm"), "/dev/shm", "--proc", "/proc",
                "--bind", str(self.at / "run"), "/run", "--bind", str(self.home), str(self.home),
                "--unshare-net", "--unshare-uts", "--hostname", WORDS["host"], "--chdir", str(self.home), "--"]

    def go(self, *args, given="", ok=(0,), env=None, before=()):
        run = subprocess.run(
            [*self.walls(), *before, *self.command(*args)], env=self.environment(**(env or {})), input=given.encode(),
            capture_output=True, timeout=60,
        )
        self.stderr += run.stderr
        assert run.returncode in ok, (args, run.returncode, run.stdout[-500:], run.stderr[-500:])
        return run.stdout.decode()


def session(at, rng):
    """C1: the session; returns the sandbox."""
    box = Sandbox(at)
    box.go("init")
    box.go("company", "set", "--name", WORDS["company"], "--forbid-domain", "employeur.example")
    box.go("member", "import", "-", "--apply", given=CSV)
    box.go("member", "add", "-", given=f"nom={WORDS['name']} A\nprénom={WORDS['given']}\n")
    people = box.go("member", "list", "--format", "json", "--yes")
    assert people.count(WORDS["name"]) >= 60, "the session does not do what it should"
    ident = re.search(r'"id": "([0-9a-f]{32})"', people).group(1)
    box.go("member", "edit", ident, "-", given=f"téléphone={WORDS['phone']}\n")
    box.go("member", "list", WORDS["name"], "--yes")
    box.go("member", "show", ident)
    box.go("member", "history", ident)
    box.go("member", "duplicates")
    box.go("status")
    box.go("agenda", "list")
    reader = subprocess.run(["age-keygen"], capture_output=True, text=True).stdout
    public = re.search(r"public key: (\S+)", reader).group(1)
    for form in ("csv", "json"):
        box.go("export", "roster", "--to", public, "--format", form, "--out", box.home / f"export-{form}.age", "--yes")
    (box.home / "eml").mkdir()
    box.go("notice", "preview", "welcome", "--from", "section@example.org")
    box.go("notice", "queue", "welcome", "--from", "section@example.org", "--yes")
    box.go("notice", "send", "--eml-dir", box.home / "eml", "--really", "--yes")
    for number in range(20):
        work = ["member", "import", "-", "--apply"] if number % 2 else ["member", "edit", ident, "-"]
        child = subprocess.Popen(
            [*box.walls(), *box.command(*work)], env=box.environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, start_new_session=True,
        )
        text = CSV.replace("Canari ", f"Canari {number} ") if number % 2 else f"téléphone=+3363998{number:04}\n"
        try:
            child.stdin.write(text.encode())
            child.stdin.close()
        except BrokenPipeError:
            pass
        time.sleep(rng.uniform(0.01, 0.12))
        os.killpg(child.pid, signal.SIGKILL)
        box.stderr += child.stderr.read()
        child.wait()
    box.go("doctor", ok=(0, 3))
    box.go("member", "list", "--yes")
    # Wrong turns.
    box.go("member", "show", "ffffffff", ok=(1, 2))
    box.go("member", "edit", ident, "-", given=f"courriel={WORDS['note']}\n", ok=(1, 2))
    box.go("member", "import", "-", "--apply", given=CSV.replace("01/02/2024", WORDS["note"]), ok=(1, 2))
    box.go("export", "roster", "--to", public, "--out", box.home / "export-csv.age", "--yes", ok=(1, 2, 15))
    # A second device with a passphrase.
    (box.home / "second").mkdir()
    other = [*box.walls(), binary(), "--lang", "fr", "--vault", str(box.home / "second/vault"), "--passphrase-fd", "0"]
    for command in (["init"], ["status"], ["doctor"]):
        run = subprocess.run([*other, *command], env=box.environment(), input=f"{WORDS['passphrase']}\n".encode(), capture_output=True)
        assert run.returncode in (0, 3), (command, run)
        box.stderr += run.stderr
        assert not leaks.find(run.stdout, [WORDS["passphrase"]]), "C1 FAILED: the passphrase is on standard output"
    return box, ident


def canaries(rng):
    """C1."""
    planted = leaks.self_test()
    with fresh() as at:
        box, _ = session(at, rng)
        words = list(WORDS.values())
        eml = box.home / "eml"
        hits = leaks.scan([box.at], words, leave=[eml])
        # Fed something bad: the same scan over the messages, where the names must be found.
        assert len(list(eml.iterdir())) >= 60, "no messages were written"
        assert leaks.scan([eml], words), "the scanner finds nothing in the messages themselves"
        (box.at / "tmp/planted").write_text(CSV)
        assert len(leaks.scan([box.at], words, leave=[eml])) > len(hits), "a planted file was not found"
        files = sum(1 for p in box.at.rglob("*") if p.is_file())
        loud = leaks.find(box.stderr, words)
        if hits or loud:
            sys.exit(f"C1 FAILED: {hits[:10]} on standard error: {loud} {box.stderr[:2000] if loud else ''}")
    return f"C1: no canary in {files} files and on standard error ({planted} planted leaks were found)"


def processes(child, secret, stop, hits, seen):
    """Looks at the process and all that it starts, as often as it can."""
    while not stop.is_set():
        for pid in [child.pid, *map(int, filter(str.isdigit, os.listdir("/proc")))]:
            for what in ("cmdline", "environ"):
                try:
                    data = pathlib.Path(f"/proc/{pid}/{what}").read_bytes()
                except OSError:
                    continue
                seen[0] += pid == child.pid
                if secret in data:
                    hits.append((pid, what))


def watched(command, given, secret, env):
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    stop, hits, seen = threading.Event(), [], [0]
    watcher = threading.Thread(target=processes, args=(child, secret, stop, hits, seen))
    watcher.start()
    child.communicate(given)
    stop.set()
    watcher.join()
    return hits, seen[0]


def passphrase(_rng):
    """C4."""
    secret = WORDS["passphrase"].encode()
    with fresh() as at:
        command = [binary(), "--vault", f"{at}/vault", "--passphrase-fd", "0"]
        env, total = {"HOME": at, "PATH": "/usr/bin:/bin"}, 0
        for what in (["init"], ["member", "list"], ["doctor"]):
            hits, seen = watched([*command, *what], secret + b"\n", secret, env)
            total += seen
            assert seen, "the process was never seen"
            if hits:
                sys.exit(f"C4 FAILED: {what}: {hits}")
        # Fed something bad.
        assert watched(["sleep", "0.3"], b"", secret, {**env, "SECRET": WORDS["passphrase"]})[0], "a planted secret was not seen"
        assert watched(["sh", "-c", f"sleep 0.3; : {WORDS['passphrase']}"], b"", secret, env)[0], "a planted secret was not seen"
    texts = []
    for command in commands():
        texts.append(subprocess.run([binary(), "--lang", "en", *command, "--help"], capture_output=True, text=True).stdout)
    takes = re.findall(r"--\S*(?:pass|secret)\S*.*", "\n".join(texts))
    # A command that prints the secret is none itself.
    known = r"--(?:new-)?(?:passphrase|password)-fd (?:<N>|\d)|--password-command (?:<COMMAND>|'pass show )"
    # What a sentence names takes nothing.
    known += r"|--(?:passphrase|password)-(?:fd|command)[),.:;]"
    bad = [line for line in takes if not re.match(known, line)]
    assert not re.match(known, "--password <SECRET>") and not re.match(known, "--passphrase-fd <SECRET>") and not re.match(known, "--password-command <SECRET>")
    assert takes and not bad, f"C4 FAILED: an option takes a secret: {bad}"
    return f"C4: in no command line and no environment, {total} looks, {len(texts)} helps"


def commands():
    """Every command, found by asking for help."""
    def below(path):
        text = subprocess.run([binary(), "--lang", "en", *path, "--help"], capture_output=True, text=True).stdout
        section = re.search(r"^Commands:\n((?:  .*\n|\n)+)", text, re.M)
        names = re.findall(r"^  (\w[\w-]*) ", section.group(1), re.M) if section else []
        yield path
        for name in names:
            if name != "help":
                yield from below([*path, name])
    return list(below([]))


def cores(_rng):
    """C6."""
    if "|" in pathlib.Path("/proc/sys/kernel/core_pattern").read_text():
        skip("cores go to a program on this machine, not to a file")

    def unlimited():
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def found(at):
        return [str(p) for p in pathlib.Path(at).rglob("*core*") if p.is_file()]

    with fresh() as at:
        # Fed something bad: a program that does nothing against it leaves a core here.
        subprocess.run(["sh", "-c", "kill -ABRT $$"], cwd=at, preexec_fn=unlimited)
        if not found(at):
            skip("this machine writes no cores at all")
        for path in found(at):
            os.unlink(path)
        section = Section(at)
        section.run("init")
        (section.home / "people.csv").write_text(CSV)
        section.run("member", "import", section.home / "people.csv", "--apply")
        died = 0
        # The first write is the note in the lock, when the keys are in memory; the first sync, when a change is.
        work = [
            (["member", "import", "people.csv", "--apply"], "write"), (["member", "add", "nom=Exemple"], "fsync"),
            (["member", "list", "--yes"], "write"), (["doctor"], "write"), (["status"], "write"),
            (["company", "set", "--name", "Exemple"], "fsync"), (["init", "--vault", f"{at}/other"], "fsync"),
            (["agenda", "list"], "write"), (["law", "seats", "--headcount", "720"], "write"),
        ]
        # Rust looks at a first SIGSEGV itself (was the stack too deep?) and lets the second one through.
        for (args, call), number in itertools.product(work, ("SIGABRT", "SIGSEGV")):
            trace = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal={number}:when=1+"]
            run = subprocess.run(
                [*trace, *section.command(*args)], env=section.environment(), cwd=at, capture_output=True,
                stdin=subprocess.DEVNULL, preexec_fn=unlimited,
            )
            died += run.returncode in (-6, -11, 134, 139)
            shutil.rmtree(f"{at}/other", ignore_errors=True)
            if found(at):
                sys.exit(f"C6 FAILED: {args} left {found(at)} after {number}")
        assert died > len(work) * 3 // 2, f"only {died} of {2 * len(work)} died of the signal"
    return f"C6: {died} deaths by SIGABRT and SIGSEGV, no core"


def loud(_rng):
    """C10."""
    noisy = {"RUST_LOG": "trace", "RUST_BACKTRACE": "full", "RUST_LIB_BACKTRACE": "1"}
    with fresh() as at:
        section = Section(at)
        section.run("init")
        (section.home / "people.csv").write_text(CSV)
        section.run("member", "import", "people.csv", "--apply", env=noisy)
        shown = section.run("member", "list", "--format", "json", "--yes", env=noisy)
        ident = re.search(r'"id": "([0-9a-f]{32})"', shown.stdout).group(1)
        text, ran, failed = "", 0, 0
        kept = section.home / "kept"
        shutil.copytree(section.vault, kept)
        remembers, noted = section.home / ".config", section.home / "noted"
        shutil.copytree(remembers, noted)
        reader = subprocess.run(["age-keygen"], capture_output=True, text=True).stdout
        public = re.search(r"public key: (\S+)", reader).group(1)
        faults = ["fsync:error=EIO:when=1+", "pwrite64:error=ENOSPC:when=1+", "fdatasync:error=EIO:when=1+", "pread64:error=EIO:when=2+",
                  "openat:error=EMFILE:when=40+", "openat:error=EACCES:when=30+", "pwrite64:retval=1:when=2", "flock:error=EINTR:when=1",
                  "write:error=EIO:when=3+", "rename:error=EDQUOT:when=1+"]
        work = [["member", "add", f"nom={WORDS['name']}"], ["member", "edit", ident, f"téléphone={WORDS['phone']}"],
                ["member", "import", "people.csv", "--apply"], ["member", "list", "--yes"],
                ["export", "roster", "--to", public, "--armor", "--yes"], ["doctor"]]
        for fault, args in itertools.product(faults, work):
            trace = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={fault.split(':')[0]}", "-e", f"inject={fault}"]
            run = section.run(*args, check=False, before=trace, env=noisy)
            text += run.stderr
            ran += 1
            failed += run.returncode != 0
            if run.returncode in (70, 101) or run.returncode < 0 or "panicked" in run.stderr:
                sys.exit(f"C10 FAILED: {args} under {fault} ended with {run.returncode}\n{run.stderr}")
            shutil.rmtree(section.vault)
            shutil.copytree(kept, section.vault)
            # What the device remembers goes back with it: this is no attack.
            shutil.rmtree(remembers)
            shutil.copytree(noted, remembers)
        wrong = [
            ["member", "show", "ffffffff"], ["member", "add", f"courriel={WORDS['note']}", f"nom={WORDS['name']}"],
            ["member", "add", f"nom={WORDS['name']}\x1b[31m"], ["member", "list", "--where", f"{WORDS['note']}=1"],
        ]
        words = [w for k, w in WORDS.items() if k not in ("host", "user")]
        hits = leaks.find(text.encode(), words)
        typed = {}
        for args in wrong:
            run = section.run(*args, check=False, env=noisy)
            failed += run.returncode != 0
            ran += 1
            found = leaks.find(run.stderr.encode(), words)
            if found:
                typed[args[1]] = found
        if hits:
            sys.exit(f"C10 FAILED: {hits}\n{text[:3000]}")
        assert failed > 20, f"only {failed} of {ran} runs failed"
        if typed:
            print(f"note: what was typed itself is repeated in the error of {typed}")
    return f"C10: {ran} noisy runs, {failed} of them with an error, no canary in what was said"


MADE = re.compile(r"^(?:\d+ +)?(openat|open|creat|mkdir|mkdirat|umask|chmod|fchmod|fchmodat|mknod|mknodat)\((.*)\) += (-?\d+)")


def loose(trace, inside, umask):
    """What was made that others could read, even for a moment."""
    bad = []
    for line in trace.splitlines():
        call = MADE.match(line)
        if not call or int(call.group(3)) < 0:
            continue
        name, args = call.group(1), call.group(2)
        if name == "umask":
            umask = int(args, 8)
        elif inside in args and (name in ("mkdir", "mkdirat", "creat", "chmod", "fchmod", "fchmodat", "mknod", "mknodat") or "O_CREAT" in args):
            mode = int(re.search(r", (0[0-7]*)$", args).group(1), 8)
            if (mode if "chmod" in name else mode & ~umask) & 0o077:
                bad.append(line)
    return bad


def modes(_rng):
    """C13."""
    made = 0
    for umask in (0o000, 0o022):
        with fresh() as at:
            section = Section(at)
            (section.home / "people.csv").write_text(CSV)
            before = {p for p in section.home.rglob("*")}
            reader = subprocess.run(["age-keygen"], capture_output=True, text=True).stdout
            public = re.search(r"public key: (\S+)", reader).group(1)
            for args in (["init"], ["member", "import", "people.csv", "--apply"], ["member", "add", "nom=Exemple"], ["doctor"],
                         ["export", "roster", "--to", public, "--out", f"{at}/out.age", "--yes"], ["agenda", "ics", "--out", f"{at}/a.ics"],
                         ["notice", "queue", "welcome", "--from", "section@example.org", "--yes"],
                         ["notice", "send", "--eml-dir", f"{at}/eml", "--really", "--yes"]):
                trace = ["strace", "-f", "-y", "-o", f"{at}/../trace", "-e", "trace=openat,open,creat,mkdir,mkdirat,umask,chmod,fchmod,fchmodat,mknod,mknodat"]
                trace[4] = f"{at}-trace"
                section.run(*args, check=False, before=trace, preexec_fn=lambda: os.umask(umask))
                text = pathlib.Path(f"{at}-trace").read_text()
                os.unlink(f"{at}-trace")
                bad = loose(text, at, umask)
                if bad:
                    sys.exit(f"C13 FAILED: umask {umask:03o}, {args}: {bad[:5]}")
                # Fed something bad: the same calls by a program that does not set its mask.
                if args == ["init"]:
                    without = "\n".join(l for l in text.splitlines() if "umask(" not in l)
                    assert loose(without, at, umask), "a loose mode was not seen"
            for path in set(section.home.rglob("*")) - before:
                mode, made = path.lstat().st_mode, made + 1
                wanted = 0o700 if path.is_dir() else 0o600
                if mode & 0o777 != wanted:
                    sys.exit(f"C13 FAILED: umask {umask:03o}: {path} has {mode & 0o777:03o}")
    return f"C13: {made} files and folders under two masks, all for the owner alone from their creation"


def main():
    need_root()
    rng = random.Random(seed())
    for harness in (canaries, passphrase, cores, loud, modes):
        if len(sys.argv) > 1 and harness.__name__ not in sys.argv:
            continue
        start = time.monotonic()
        text = harness(rng)
        print(f"{text} ({time.monotonic() - start:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
