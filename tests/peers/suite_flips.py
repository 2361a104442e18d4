#!/usr/bin/env python3
"""One bit flipped anywhere in the folder of a vault (security check D1): 2,000 times, in a vault that was closed well and
in one whose process was killed. Each time the vault is refused, or gives the same answer: never another one, no panic, no
signal, nothing above five seconds.

The same is asked of the outbox of a sending that was killed: where each message stands. Then its files are put back from other
moments, zeroed, filled with noise, cut and removed, and the notice is sent: by what the mail server saw nobody got a message
twice, the run file is still there, `doctor` says what is wrong and settles it, and then each member is in one of sent and
unknown (findings 1.1 and 1.4 of release 0.1.0)."""

import collections
import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

import suite_mail_kill
from common import Section, driver, fresh, memory, scaled, seed
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
    files = [p for p in files if str(p.relative_to(place)).startswith(only)]
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


OUTBOX = ("outbox", "outbox.run", "outbox.count")
PAGE = 4096


def put(start, to, names):
    """Puts files and folders of a vault in the place of others; what is not there goes."""
    to.mkdir(exist_ok=True)
    for name in names:
        if (to / name).is_dir():
            shutil.rmtree(to / name)
        else:
            (to / name).unlink(missing_ok=True)
        if (start / name).is_dir():
            shutil.copytree(start / name, to / name)
        elif (start / name).exists():
            shutil.copy2(start / name, to / name)


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

        def run(change, name="outbox.run"):
            return lambda vault: (vault / name).write_bytes(change((vault / name).read_bytes()))

        older = (self.home / "middle/outbox.run").read_bytes()
        for moment in ("empty", "queued", "tried", "middle"):
            yield f"outbox/ of {moment}", True, outbox(moment, "outbox")
            yield f"all of {moment}", True, outbox(moment, *OUTBOX)
        yield "outbox.run of before", True, outbox("middle", "outbox.run")
        for page in (0, 1, 2, 5, 9):
            at = PAGE * (page + 1)
            yield f"zeros from page {page}", True, run(lambda b: b[:at] + bytes(len(b) - at))
            yield f"noise from page {page}", True, run(lambda b: b[:at] + rng.randbytes(len(b) - at))
            yield f"cut at page {page}", True, run(lambda b: b[:at])
            yield f"an older file from page {page}", True, run(lambda b: b[:at] + older[at:])
        yield "zeros", True, run(lambda b: bytes(len(b)))
        for name in OUTBOX[1:]:
            yield f"no {name}", True, lambda vault, name=name: (vault / name).unlink()
        yield "a count of zeros", True, run(lambda b: bytes(len(b)), "outbox.count")
        yield "no outbox", True, lambda vault: shutil.rmtree(vault / "outbox")
        # The last bytes that sled has written: it drops a last commit with a wrong bit without a word.
        whole = (self.vault / "outbox/db").read_bytes()
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
        if code in REFUSED and run_before is not None and (vault / "outbox.run").read_bytes() != run_before:
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
            run = (place / "outbox.run").read_bytes() if (place / "outbox.run").exists() else None
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
    journal = (last / "journal").read_bytes()
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
            (section.vault / "journal").unlink()
        else:
            (section.vault / "journal").write_bytes(content)
        for words in (("member", "list", "--yes"), ("member", "add", "nom=Patron"), ("notice", "status")):
            if (code := section.run(*words, check=False).returncode) not in REFUSED:
                wrong.append(f"old store, journal {what}: {words} ended with {code}")
        if (code := section.run("doctor", check=False).returncode) != 3:
            wrong.append(f"old store, journal {what}: doctor ended with {code}")
        if section.run("doctor", "--repair", "--yes", check=False).returncode or section.run("doctor", check=False).returncode:
            wrong.append(f"old store, journal {what}: it is not repaired")
        count += 1
    return f"{count} old stores with a damaged journal refused and repaired", wrong


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
        for text, found in (sending.put_back(random.Random(number)), old_stores(home)):
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
