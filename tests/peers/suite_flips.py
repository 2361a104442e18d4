#!/usr/bin/env python3
"""One bit flipped anywhere in the folder of a vault (security check D1): 2,000 times, in a vault that was closed well and
in one whose process was killed. Each time the vault is refused, or gives the same answer: never another one, no panic, no
signal, nothing above five seconds.

The same is asked of the outbox of a sending that was killed: where each message stands. Then its files are put back from other
moments, zeroed, filled with noise, cut and removed, and the notice is sent: by what the mail server saw nobody got a message
twice, the run file is still there, `doctor` says what is wrong and settles it, and then each member is in one of sent and
unknown (findings 1.1 and 1.4 of release 0.1.0).

At last every file of a vault alone, and pairs of them, are put back from five earlier days, under the memory of today: `member
list`, `agenda list`, `notice status`, `notice send` (to a folder) and `doctor` refuse, or answer as today; nobody gets a message
twice, and nobody is left out without a word."""

import collections
import concurrent.futures
import email
import email.utils
import itertools
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

import suite_mail_kill
from common import Section, driver, fresh, memory, scaled, seed, within
from mail_server import Server

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


def flip(good, place, rng, only=""):
    """A copy with one bit changed; returns what was changed. Half of the flips go where there is something but zeros."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(good, place)
    files = [p for p in sorted(place.rglob("*")) if p.is_file() and p.stat().st_size]
    files = [p for p in files if p.relative_to(place).parts[1:2] and p.relative_to(place).parts[1] in OUTBOX] if only else files
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
        what = flip(good, place, rng, "outbox" if kind == "sending" and rng.random() < 0.9 else "")
        start = time.monotonic()
        # Where the memory of this vault is.
        at = pathlib.Path(home) / "sending" if kind == "sending" else home
        found = outcome(command(place), {"HOME": str(at), "TMPDIR": str(home)}, right)
        # A machine with other work gets some grace; a hang is far above.
        if time.monotonic() - start > 5:
            found = "HANG"
        seen[found] += 1
        if found[0].isupper() and found[1].isupper():
            wrong.append(f"{kind}: {what}: {found}")
    return seen, wrong


OUTBOX = ("outbox", "run", "run.count")
PAGE = 4096


def put(start, to, names):
    """Puts files and folders of a vault in the place of others; what is not there goes."""
    to.mkdir(exist_ok=True)
    for name in names:
        old, new = within(start, name), within(to, name)
        if new.is_dir():
            shutil.rmtree(new)
        else:
            new.unlink(missing_ok=True)
        if old.is_dir():
            shutil.copytree(old, new)
        elif old.exists():
            shutil.copy2(old, new)


class Sending:
    """A notice to forty that was killed on its way, and its outbox at other moments."""

    def __init__(self, home):
        self.home = pathlib.Path(home) / "sending"
        self.home.mkdir()
        self.section = Section(self.home)
        self.section.run("init")
        csv = self.home / "people.csv"
        csv.write_text(CSV)
        self.section.run("member", "import", csv, "--set", "situation=adhérent", "--apply")
        put(self.section.vault, self.home / "empty", OUTBOX)
        self.campaign = suite_mail_kill.queue(self.section)
        put(self.section.vault, self.home / "queued", OUTBOX)
        # As it is when the run is begun and nothing has left: the log is told by then.
        server = Server(script=lambda step, number: b"421 not now\r\n" if step == "greeting" else None)
        suite_mail_kill.sending(self.section, self.campaign, server).wait()
        server.close()
        self.server = Server(delay=lambda: 0.004)
        put(self.section.vault, self.home / "tried", OUTBOX)
        self.cut(12, "middle")
        self.cut(19, "cut")
        self.vault = self.home / "killed"
        self.section.keep("killed")
        self.left = len(self.server.dots)

    def cut(self, goal, name):
        """Kills the sending after so many messages."""
        program = suite_mail_kill.sending(self.section, self.campaign, self.server)
        while len(self.server.dots) < goal and program.poll() is None:
            time.sleep(0.0005)
        for pid in [program.pid, *suite_mail_kill.children(program.pid)]:
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                pass
        program.wait()
        assert 0 < len(self.server.dots) < 40, "the run was over before it was killed"
        put(self.section.vault, self.home / name, OUTBOX)

    def asks(self, place, *words):
        command = self.section.command(*words)
        return [str(place) if part == str(self.section.vault) else part for part in command]

    def status(self, place):
        return self.asks(place, "notice", "status", self.campaign, "--each", "--json")

    def spoils(self, rng):
        """What is done to the files, and whether that must be seen."""
        def outbox(moment, *names):
            return lambda vault: put(self.home / moment, vault, names)

        def run(change, name="run"):
            return lambda vault: within(vault, name).write_bytes(change(within(vault, name).read_bytes()))

        older = (self.home / "middle/run").read_bytes()
        for moment in ("empty", "queued", "tried", "middle"):
            yield f"outbox/ of {moment}", True, outbox(moment, "outbox")
            yield f"all of {moment}", True, outbox(moment, *OUTBOX)
        yield "run of before", True, outbox("middle", "run")
        for page in (0, 1, 2, 5, 9):
            at = PAGE * (page + 1)
            yield f"zeros from page {page}", True, run(lambda b: b[:at] + bytes(len(b) - at))
            yield f"noise from page {page}", True, run(lambda b: b[:at] + rng.randbytes(len(b) - at))
            yield f"cut at page {page}", True, run(lambda b: b[:at])
            yield f"an older file from page {page}", True, run(lambda b: b[:at] + older[at:])
        yield "zeros", True, run(lambda b: bytes(len(b)))
        for name in OUTBOX[1:]:
            yield f"no {name}", True, lambda vault, name=name: within(vault, name).unlink()
        yield "a count of zeros", True, run(lambda b: bytes(len(b)), "run.count")
        yield "no outbox", True, lambda vault: shutil.rmtree(within(vault, "outbox"))
        # The last bytes that sled has written: it drops a last commit with a wrong bit without a word.
        whole = within(self.vault, "outbox/db").read_bytes()
        end = len(whole.rstrip(b"\0"))
        for at in rng.sample(range(max(0, end - 2500), end), scaled(40)):
            bit = 1 << rng.randrange(8)
            yield f"outbox/db byte {at} bit {bit}", False, run(
                lambda b: b[:at] + bytes([b[at] ^ bit]) + b[at + 1:], "outbox/db")

    def judge(self, seen, vault, run_before, code, right):
        """Why the outcome of a sending is wrong, or nothing."""
        times = collections.Counter(to for _, to, _ in self.server.dots[seen:])
        before = {to for _, to, _ in self.server.dots[:self.left]}
        if twice := [to for to, n in times.items() if n > 1 or to in before]:
            return f"{len(twice)} members got it twice"
        if code not in REFUSED and code not in (0, 30):
            return f"send ended with {code}"
        if code in REFUSED and run_before is not None and within(vault, "run").read_bytes() != run_before:
            return "the run file was touched"
        return "it was not seen" if right and code not in REFUSED else None

    def put_back(self, rng):
        """Tries all of it; returns how many there were, and what is wrong."""
        wrong, refused, number = [], 0, 0
        place, environment = self.home / "try", {"HOME": str(self.home), "TMPDIR": str(self.home)}

        def ask(*words):
            return subprocess.run(self.asks(place, *words), env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)

        def send():
            return ask("notice", "send", self.campaign, "--smtp", self.server.url, "--pace", "0", "--really", "--yes")

        for number, (what, must, spoil) in enumerate(self.spoils(rng), 1):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(self.vault, place)
            # What the device remembers of it would find a part of it: here the vault has to.
            shutil.rmtree(self.home / ".config")
            shutil.copytree(self.home / "killed.config", self.home / ".config")
            spoil(place)
            run = within(place, "run").read_bytes() if within(place, "run").exists() else None
            ask("notice", "status")
            seen = len(self.server.dots)
            code = send().returncode
            why = self.judge(seen, place, run, code, must)
            if why is None and code in REFUSED:
                refused += 1
                why = self.settle(ask, send, seen)
            if why:
                wrong.append(f"{what}: {why}")
        assert refused >= 30, f"only {refused} were refused"
        return f"{number} outboxes put back, zeroed, cut or with a wrong bit: {refused} refused and settled", wrong

    def settle(self, ask, send, seen):
        """What `doctor` makes of it."""
        if (code := ask("doctor").returncode) != 3:
            return f"doctor ended with {code}"
        if (done := ask("doctor", "--repair", "--yes")).returncode != 0:
            return f"doctor --repair ended with {done.returncode}: {done.stderr}"
        found = json.loads(ask("doctor", "--json").stdout)["value"]["findings"]
        if left := [f["id"] for f in found if f["id"].startswith(("outbox", "journal", "store"))]:
            return f"doctor still finds {left}"
        for campaign in json.loads(ask("notice", "status", "--json").stdout)["value"]["notices"]:
            counts = campaign["counts"]
            if counts.get("sent", 0) + counts.get("unknown", 0) != 40 or not counts.get("unknown"):
                return f"after the repair: {counts}"
        send()
        return "it was sent again after the repair" if len(self.server.dots) > seen else None


def old_stores(home):
    """A store from before the last save, with a journal that cannot say so."""
    section = Section(pathlib.Path(home) / "old")
    section.home.mkdir()
    section.run("init")
    section.run("member", "add", "nom=Exemple")
    kept = section.home / "kept"
    section.keep("kept")
    section.run("member", "add", "nom=Modèle")
    last, count, wrong = section.home / "last", 0, []
    shutil.copytree(section.vault, last)
    journal = within(last, "journal").read_bytes()
    size = len(journal)
    spoilt = {f"bit at {at}": journal[:at] + bytes([journal[at] ^ 8]) + journal[at + 1:]
              for at in (3, 20, 100, size // 2, size - 300, size - 60, size - 40, size - 10, size - 1)}
    spoilt |= {"cut": journal[:-200], "cut by one byte": journal[:-1], "empty": b"", "magic alone": journal[:16], "gone": None}
    for what, content in spoilt.items():
        shutil.rmtree(section.vault)
        shutil.copytree(last, section.vault)
        put(kept, section.vault, ("store",))
        shutil.rmtree(section.home / ".config")
        shutil.copytree(section.home / "kept.config", section.home / ".config")
        if content is None:
            within(section.vault, "journal").unlink()
        else:
            within(section.vault, "journal").write_bytes(content)
        for words in (("member", "list", "--yes"), ("member", "add", "nom=Patron"), ("notice", "status")):
            if (code := section.run(*words, check=False).returncode) not in REFUSED:
                wrong.append(f"old store, journal {what}: {words} ended with {code}")
        if (code := section.run("doctor", check=False).returncode) != 3:
            wrong.append(f"old store, journal {what}: doctor ended with {code}")
        if section.run("doctor", "--repair", "--yes", check=False).returncode or section.run("doctor", check=False).returncode:
            wrong.append(f"old store, journal {what}: it is not repaired")
        count += 1
    return f"{count} old stores with a damaged journal refused and repaired", wrong


class Days:
    """A vault as it was on five earlier days, and as it is today: a notice was sent, and one more waits for five people."""

    QUESTIONS = (("member", "list", "--format", "json", "--yes"), ("agenda", "list", "--json"), ("notice", "status", "--json"))

    def __init__(self, home):
        self.home = pathlib.Path(home) / "days"
        self.home.mkdir()
        self.section = section = Section(self.home)
        section.run("init")
        csv = self.home / "people.csv"
        csv.write_text(CSV)
        section.run("member", "import", csv, "--set", "situation=adhérent", "--apply")
        self.keep(1)
        section.run("agenda", "record", "dismissal-notified", "2026-11-02", "--about", "Camille", check=False)
        section.run("member", "add", "nom=Modèle", "prénom=Dominique")
        self.keep(2)
        campaign = suite_mail_kill.queue(section)
        self.keep(3)
        section.run("notice", "send", campaign, "--eml-dir", "first", "--really", "--yes")
        self.keep(4)
        rows = "".join(f"Exemple;Nouvelle {n};nouvelle.{n}@example.org;Siège\n" for n in range(5))
        csv.write_text("Nom;Prénom;Courriel;Site\n" + rows)
        section.run("member", "import", csv, "--set", "situation=adhérent", "--apply")
        self.keep(5)
        section.run("notice", "queue", "welcome", "--from", "section@example.net", "--yes")
        section.keep("today")
        self.right = [section.run(*words).stdout for words in self.QUESTIONS]
        self.waiting = {f"nouvelle.{n}@example.org" for n in range(5)}
        sent = self.delivered(self.home / "first")
        assert len(sent) == 40 and not self.waiting & set(sent), sent
        section.put_back("today")

    def keep(self, day):
        shutil.copytree(self.section.vault, self.home / f"day{day}")

    @staticmethod
    def delivered(folder):
        mails = [email.message_from_bytes(p.read_bytes()) for p in folder.glob("*.eml")] if folder.exists() else []
        return [email.utils.parseaddr(mail["To"])[1] for mail in mails]

    def cases(self, rng):
        """Which files come from which day: each alone, all pairs of the folders and files at the top, and some of all pairs."""
        for day in range(1, 6):
            old, now = self.home / f"day{day}", self.home / "today"
            files = {p.relative_to(at) for at in (old, now) for p in at.rglob("*") if p.is_file()}
            differ = sorted(f for f in files if self.bytes(old / f) != self.bytes(now / f))
            # The folders and files of the turn of keys, and what lies beside it.
            tops = sorted({pathlib.Path(*f.parts[:2]) for f in differ})
            pairs = list(itertools.combinations(sorted({*differ, *tops}), 2))
            for names in ([f] for f in {*differ, *tops}):
                yield day, names
            yield from ((day, list(pair)) for pair in itertools.combinations(tops, 2))
            yield from ((day, list(pair)) for pair in rng.sample(pairs, min(len(pairs), scaled(30))))

    @staticmethod
    def bytes(path):
        return path.read_bytes() if path.is_file() else None

    def judge(self, day, names):
        """Why the answers are wrong, or nothing; and whether anything was refused."""
        self.section.put_back("today")
        out = self.home / "out"
        shutil.rmtree(out, ignore_errors=True)
        for name in names:
            put(self.home / f"day{day}", self.section.vault, (name,))
        refused = 0
        for words, right in zip(self.QUESTIONS, self.right):
            run = self.section.run(*words, check=False)
            refused += run.returncode in REFUSED
            if (found := judge(run.returncode, run.stdout, right)) not in ("refused", "same answer"):
                return f"{words}: {found}", refused
        code = self.section.run("doctor", check=False).returncode
        if code not in (0, 3, *REFUSED) or (refused and code == 0):
            return f"doctor ended with {code}", refused
        code = self.section.run("notice", "send", "--eml-dir", out, "--really", "--yes", check=False).returncode
        sent = self.delivered(out)
        if len(set(sent)) != len(sent) or set(sent) - self.waiting:
            return f"sent again: {sorted(set(sent) - self.waiting)[:3]}", refused
        if code not in (0, *REFUSED) or (code == 0 and set(sent) != self.waiting):
            return f"send ended with {code} after {len(sent)} messages", refused
        return None, refused + (code in REFUSED)

    def put_back(self, rng):
        wrong, refused, number = [], 0, 0
        for number, (day, names) in enumerate(self.cases(rng), 1):
            why, closed = self.judge(day, names)
            refused += bool(closed)
            if why:
                wrong.append(f"day {day}, {[str(n) for n in names]}: {why}")
        assert number > 50 and refused > number // 4, f"{refused} of {number} refused"
        return f"{number} files and pairs of files put back from earlier days: {refused} refused, the others as today", wrong


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
        sending = Sending(home)
        place = pathlib.Path(home) / "once"
        shutil.copytree(sending.vault, place)
        right = subprocess.run(sending.status(place), env={"HOME": str(sending.home), "TMPDIR": str(home)}, capture_output=True, check=True).stdout
        assert right.count(b'"sent"') > 5
        shutil.rmtree(place)
        count = scaled(2000) // 4
        seen, wrong = collections.Counter(), []
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            jobs = [
                pool.submit(work, *fixture[:1], home, *fixture[1:], count, number + part * 2 + which)
                for part in range(2) for which, fixture in enumerate(fixtures)
            ]
            jobs += [
                pool.submit(work, "sending", home, sending.vault, sending.status, right, scaled(400) // 2, number + 4 + part)
                for part in range(2)
            ]
            for job in jobs:
                seen.update(job.result()[0])
                wrong.extend(job.result()[1])
        texts = []
        for text, found in (sending.put_back(random.Random(number)), old_stores(home), Days(home).put_back(random.Random(number))):
            texts.append(text)
            wrong.extend(found)
        sending.server.close()
    print("D1: " + "; ".join(texts))
    print(f"D1: {sum(seen.values())} flips: " + ", ".join(f"{n} {what}" for what, n in seen.most_common()))
    assert seen["refused"] > 50, "hardly anything was refused: the flips do not reach what matters"
    if wrong:
        sys.exit("D1 FAILED:\n" + "\n".join(wrong[:20]))


if __name__ == "__main__":
    main()
