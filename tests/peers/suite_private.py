#!/usr/bin/env python3
"""The password of a mail server, and files that cannot be read (security checks C1, C4, C6, C10; the rest: suite_leaks.py).

C1   notices are handed to a server on this machine that asks for a name and a password, given by --password-fd: the
     server gets the password, and no file, no output and no error has it, in no encoding, whatever the server does.
C4   it is in no command line and no environment meanwhile.
C6   SIGABRT and SIGSEGV while the program waits for the server, with the password in memory, leave no core.
C10  CSV files that are wrong in every way that we know, with RUST_LOG=trace: an error says line and field, not the value.
"""

import base64
import os
import pathlib
import resource
import signal
import socket
import subprocess
import sys
import threading
import time

import leaks
from common import Section, fresh, memory, need_root, seed, skip

PASSWORD = "Zphqx-Canari-mot-de-passe-0042"
NAME = "section@example.net"
WORDS = {
    "name": "Zphqx-Nom-0001", "given": "Ywvut-Prenom", "mail": "zphqx.courriel@canari.example", "phone": "+33639980417",
    "note": "Remarque-Wkzq", "site": "Atelier-Qxzv",
}
MEETING = ("meeting", "--set", "date=2026-12-03", "--set", "place=Salle 2", "--from", NAME)


class Server(threading.Thread):
    """A mail server on the loopback; `how` says what it does once it knows the password."""

    def __init__(self, how):
        super().__init__(daemon=True)
        self.how, self.heard, self.taken = how, b"", 0
        self.asked = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.start()

    def run(self):
        while True:
            try:
                talk, _ = self.socket.accept()
            except OSError:
                return
            with talk:
                try:
                    self.serve(talk)
                except OSError:
                    pass

    def serve(self, talk):
        lines = talk.makefile("rb")

        def say(text):
            talk.sendall(text + b"\r\n")

        say(b"220 here")
        while line := lines.readline():
            self.heard += line
            word = line[:4].upper()
            if word in (b"EHLO", b"HELO"):
                talk.sendall(b"250-here\r\n250 AUTH PLAIN LOGIN\r\n")
            elif word == b"AUTH":
                if b" LOGIN" in line.upper():
                    for question in (b"334 VXNlcm5hbWU6", b"334 UGFzc3dvcmQ6"):
                        say(question)
                        self.heard += lines.readline()
                elif len(line.split()) < 3:
                    say(b"334 ")
                    self.heard += lines.readline()
                self.asked.set()
                if self.how == "stalls":
                    time.sleep(30)
                    return
                if self.how == "closes":
                    return
                if self.how == "repeats":
                    say(b"535 no: " + self.heard.splitlines()[-1])
                else:
                    say(b"235 welcome" if self.how == "takes" else b"535 no")
            elif word == b"DATA":
                say(b"354 go on")
                while lines.readline() not in (b".\r\n", b""):
                    pass
                self.taken += 1
                say(b"250 taken")
            else:
                say(b"250 yes")
                if word == b"QUIT":
                    return

    def knows(self):
        """The server was told the password."""
        return bool(leaks.find(self.heard, [PASSWORD]))

    def gone(self):
        self.socket.close()


def section(at, people=3):
    out = Section(at)
    out.run("init")
    table = "Nom;Prénom;Courriel;Date d'adhésion\n"
    table += "".join(f"Exemple {n};Camille;camille.{n}@example.org;05/06/2022\n" for n in range(people))
    (out.home / "people.csv").write_text(table)
    out.run("member", "import", "people.csv", "--apply")
    return out


def send(at, server, **more):
    """Starts the sending; the password comes through a pipe."""
    reading, writing = os.pipe()
    os.write(writing, f"{PASSWORD}\n".encode())
    os.close(writing)
    args = ("notice", "send", "--smtp", f"smtp://{NAME}@127.0.0.1:{server.port}", "--password-fd", str(reading),
            "--really", "--yes", "--pace", "0", "--patience-ms", "3000")
    child = subprocess.Popen(
        at.command(*args), env=at.environment(RUST_LOG="trace", RUST_BACKTRACE="full"), cwd=at.home, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=(reading,), **more,
    )
    os.close(reading)
    return child


def look(child, secret, stop, hits, seen):
    """Looks at the command line and the environment of a process as often as it can."""
    while not stop.is_set():
        for what in ("cmdline", "environ"):
            try:
                data = pathlib.Path(f"/proc/{child.pid}/{what}").read_bytes()
            except OSError:
                continue
            seen.append(what)
            if secret in data:
                hits.append(what)


def watched(child):
    stop, hits, seen = threading.Event(), [], []
    watcher = threading.Thread(target=look, args=(child, PASSWORD.encode(), stop, hits, seen))
    watcher.start()
    try:
        out, err = child.communicate(timeout=60)
    finally:
        stop.set()
        watcher.join()
    return out, err, hits, len(seen)


def wire():
    """C1 and C4."""
    looks, sent = 0, 0
    for how in ("takes", "refuses", "repeats", "closes", "stalls"):
        with fresh(memory()) as at:
            home, server = section(at), Server(how)
            home.run("notice", "queue", *MEETING, "--yes")
            child = send(home, server)
            out, err, hits, seen = watched(child)
            looks, sent = looks + seen, sent + server.taken
            server.gone()
            if not server.knows():
                sys.exit(f"C1: a server that {how} was not told the password: {server.heard!r}\n{err.decode()}")
            if (child.returncode == 0) != (how == "takes") or child.returncode not in (0, 30):
                sys.exit(f"C1 FAILED: with a server that {how}: {child.returncode}\n{err.decode()}")
            found = leaks.scan([at], [PASSWORD]) + leaks.find(out, [PASSWORD]) + leaks.find(err, [PASSWORD])
            if found or hits:
                sys.exit(f"C1, C4 FAILED with a server that {how}: {found} {hits}\n{err.decode()}")
            # Fed something bad.
            (pathlib.Path(at) / "planted").write_text(f"pass={base64.b64encode(PASSWORD.encode()).decode()}")
            assert leaks.scan([at], [PASSWORD]), "a planted password was not found"
    planted = subprocess.Popen(["sleep", "0.3"], env={"PASSWORD": PASSWORD}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert watched(planted)[2], "a planted secret was not seen"
    assert looks > 20 and sent == 3, (looks, sent)
    return f"C1, C4: five servers, {sent} mails; the password is nowhere but there ({looks} looks)"


def unlimited():
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def cores():
    """C6."""
    if "|" in pathlib.Path("/proc/sys/kernel/core_pattern").read_text():
        skip("cores go to a program on this machine, not to a file")
    for number in (signal.SIGABRT, signal.SIGSEGV):
        with fresh(memory()) as at:
            home, server = section(at), Server("stalls")
            home.run("notice", "queue", *MEETING, "--yes")
            child = send(home, server, preexec_fn=unlimited)
            assert server.asked.wait(20), "the server was never asked"
            # Rust looks at a first SIGSEGV itself and lets the second one through.
            for _ in range(2):
                child.send_signal(number)
                time.sleep(0.1)
            child.communicate(timeout=20)
            server.gone()
            assert child.returncode == -number, f"it did not die of the signal: {child.returncode}"
            found = [path for path in pathlib.Path(at).rglob("*core*") if path.is_file()]
            if found or leaks.scan([at], [PASSWORD]):
                sys.exit(f"C6 FAILED: {number!r} left {found}")
            # Fed something bad: here, a program that does nothing against it leaves one.
            subprocess.run(["sh", "-c", "kill -ABRT $$"], cwd=at, preexec_fn=unlimited, check=False)
            if not [path for path in pathlib.Path(at).rglob("*core*") if path.is_file()]:
                skip("this machine writes no cores at all")
    return "C6: killed with the password in memory, no core"


HEAD = "Nom;Prénom;Courriel;Téléphone;Site;Date d'adhésion"
ROW = f"{WORDS['name']};{WORDS['given']};{WORDS['mail']};{WORDS['phone']};{WORDS['site']};01/02/2024"


def tables():
    """Files that are wrong: what is wrong, and the bytes."""
    def row(**other):
        return ";".join({**WORDS, "joined": "01/02/2024", **other}[key] for key in ("name", "given", "mail", "phone", "site", "joined"))

    texts = {
        "no header": ROW, "no header, twice": f"{ROW}\n{ROW}", "a date": f"{HEAD}\n{row(joined=WORDS['note'])}",
        "no such day": f"{HEAD}\n{row(joined='31/02/2024')}", "an address": f"{HEAD}\n{row(mail=WORDS['note'])}",
        "two at signs": f"{HEAD}\n{row(mail=WORDS['mail'] + '@x.example')}", "a phone": f"{HEAD}\n{row(phone=WORDS['note'])}",
        "cells": f"{HEAD}\n{ROW};{WORDS['note']}", "too few": f"{HEAD}\n{WORDS['name']};{WORDS['given']}",
        "a long cell": f"{HEAD}\n{row(site=WORDS['site'] * 2000)}", "a quote": f'{HEAD}\n"{ROW}', "NUL": f"{HEAD}\n{row(name=WORDS['name'] + chr(0))}",
        "ESC": f"{HEAD}\n{row(name=WORDS['name'] + chr(27) + '[31m')}", "bidi": f"{HEAD}\n{row(name=WORDS['name'] + chr(0x202e))}",
        "a formula": f"{HEAD}\n{row(name='=cmd|' + WORDS['name'], mail=WORDS['note'])}",
        "contradiction": f"{HEAD}\n{ROW}\n{row(phone='+33639980418', site=WORDS['note'])}\n{row(joined='x')}",
        "an unknown column": f"{HEAD};Chien\n{ROW};{WORDS['note']}", "two columns": f"{HEAD};Nom\n{ROW};{WORDS['name']}",
        "no name": f"Courriel;Site\n{WORDS['mail']};{WORDS['site']}", "commas": ROW.replace(";", ","),
        "an employer's address": f"{HEAD}\n{row(mail='zphqx@employeur.example')}", "nobody": HEAD,
    }
    for what, text in texts.items():
        yield what, text.encode()
    yield "broken UTF-8", f"{HEAD}\n{ROW}".encode() + b"\xff\xfe\x81"
    yield "half of UTF-16", f"{HEAD}\n{ROW}".encode("utf-16")[:-1]


def quiet():
    """C10."""
    words, faults, failed, ran = list(WORDS.values()), [], 0, 0
    with fresh(memory()) as at:
        home = section(at)
        home.run("company", "set", "--forbid-domain", "employeur.example")
        for what, content in tables():
            (home.home / "bad.csv").write_bytes(content)
            for more in ((), ("--apply",), ("--json",)):
                run = home.run(
                    "member", "import", "bad.csv", *more, check=False, env={"RUST_LOG": "trace", "RUST_BACKTRACE": "full"}
                )
                ran, failed = ran + 1, failed + (run.returncode != 0)
                if run.returncode not in (0, 1, 2, 3):
                    faults.append(f"{what} {more}: ended with {run.returncode}")
                # The report quotes the cells that are refused, for who has the file before them; what may end in a log does not.
                if found := leaks.find(run.stderr.encode(), words):
                    faults.append(f"{what} {more}: standard error has {found}\n{run.stderr[:600]}")
    assert leaks.find(f"Error: {WORDS['name']}".encode(), words), "a planted value was not found"
    assert failed > ran // 2, f"only {failed} of {ran} imports were refused"
    if faults:
        sys.exit("C10 FAILED:\n" + "\n".join(faults))
    return f"C10: {ran} imports of wrong files, {failed} refused; line and field are said, no value on standard error"


def main():
    need_root()
    seed()
    leaks.self_test()
    for harness in (wire, cores, quiet):
        start = time.monotonic()
        text = harness()
        print(f"{text} ({time.monotonic() - start:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
