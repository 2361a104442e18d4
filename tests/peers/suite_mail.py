#!/usr/bin/env python3
"""Mail over SMTP to postfix's smtp-sink (security checks E14, E16).

E14  1,000 messages, on a machine named CANARI-pc: each has one recipient in the envelope and the same one in To, the one
     it was written for; nobody is forgotten, nobody gets two.
E16  Only the headers of a list of allowed ones; a date in UTC; the greeting is `[127.0.0.1]`; the name of the machine,
     of the user, of the program or a path are in no message.
"""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time

from common import ROOT, Section, fresh, need_root, scaled, skip

CHECK = ROOT / "tests/peers/check_mail.py"
CANARY = "CANARI-pc"


def people(count):
    """Names as they are, among them those that break careless programs; the hostile ones were refused at entry."""
    names = ["Éloïse", "Jean-Luc O’Brien", "李 小龍", "Zoë, dite « Zo »", "a@b", "Ł" * 60, "=?utf-8?q?x?=", "Quote\"d", "R. (Rémi) <x>"]
    for n in range(count):
        yield f"Exemple{n}", names[n % len(names)] if n % 3 == 0 else f"Camille {n}", f"p{n}@example.org"


def sink(home):
    """Starts smtp-sink on a free port; each message goes to a file with what the envelope said."""
    program = shutil.which("smtp-sink", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        skip("no smtp-sink here")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    pathlib.Path(f"{home}/sunk").mkdir()
    os.chmod(home, 0o755)
    os.chmod(f"{home}/sunk", 0o777)
    server = subprocess.Popen([program, "-u", "nobody", "-R", f"{home}/sunk", "-d", "m.", f"127.0.0.1:{port}", "100"])
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server, port
        time.sleep(0.05)
    sys.exit("smtp-sink does not answer")


def envelope(raw):
    """Splits what smtp-sink wrote into what the envelope said and the message."""
    lines, said = raw.split(b"\n"), {}
    while lines and (found := re.fullmatch(rb"(X-(?:Client|Helo|Mail|Rcpt)[\w-]*): (.*)", lines[0])):
        said.setdefault(found.group(1).decode(), []).append(found.group(2).decode())
        lines.pop(0)
    # The server's own mark, the first header and its continued line.
    if lines and lines[0].startswith(b"Received:"):
        lines.pop(0)
        while lines and lines[0][:1] in b" \t" and lines[0]:
            lines.pop(0)
    return said, b"\r\n".join(lines)


def judge(home, expected):
    """Looks at every message that arrived; returns what is wrong."""
    wrong, seen, mails = [], [], pathlib.Path(f"{home}/mails")
    mails.mkdir()
    table = []
    for number, file in enumerate(sorted(pathlib.Path(f"{home}/sunk").iterdir())):
        said, message = envelope(file.read_bytes())
        receivers = [re.sub(r"^<|>.*$", "", line) for line in said.get("X-Rcpt-Args", [])]
        if len(receivers) != 1 or receivers[0] not in expected:
            wrong.append(f"message {number} went to {receivers}")
            continue
        if said.get("X-Helo-Args") != ["[127.0.0.1]"]:
            wrong.append(f"message {number} was greeted with {said.get('X-Helo-Args')}")
        for word in (CANARY, os.environ.get("HOME", "/root"), str(home), "contrepoids", "lettre", "root@"):
            if word.lower().encode() in message.lower():
                wrong.append(f"message {number} says {word}")
        seen.append(receivers[0])
        (mails / f"{number:05}.eml").write_bytes(message)
        names = "\t".join(json.dumps(name) for name in expected[receivers[0]])
        table.append(f"{number:05}.eml\t{receivers[0]}\t{names}")
    if sorted(seen) != sorted(expected):
        wrong.append(f"{len(seen)} messages to {len(set(seen))} people, {len(expected)} expected")
    (pathlib.Path(home) / "table").write_text("\n".join(table) + "\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, CHECK, mails, "--expected", f"{home}/table"], capture_output=True, text=True
    )
    if run.returncode != 0:
        wrong.append(run.stdout[-1500:])
    return wrong


def main():
    need_root()
    if "CONTREPOIDS_MAIL" not in os.environ:
        # A name of our own for the machine, which goes away with this process.
        again = ["unshare", "-u", sys.executable, *sys.argv]
        os.execvpe("unshare", again, {**os.environ, "CONTREPOIDS_MAIL": "1"})
    subprocess.run(["hostname", CANARY], check=True)
    assert socket.gethostname() == CANARY
    count = scaled(1000)
    with fresh() as home:
        section = Section(home, lang="fr")
        section.run("init")
        quoted = lambda cell: '"' + cell.replace('"', '""') + '"'
        rows = [";".join(map(quoted, row)) for row in people(count)]
        text = "Nom;Prénom;Courriel\n" + "\n".join(rows) + "\n"
        pathlib.Path(f"{home}/a.csv").write_text(text, encoding="utf-8")
        section.run("member", "import", f"{home}/a.csv", "--set", "situation=adhérent", "--apply")
        listed = json.loads(section.run("member", "list", "--columns", "name,given,email", "--json").stdout)
        expected = {p["email"]: (p["name"], p["given"]) for p in listed["value"]["people"]}
        assert len(expected) == count, f"{len(expected)} people of {count}"
        server, port = sink(home)
        try:
            section.run("notice", "queue", "welcome", "--from", "Section <section@example.net>", "--yes", timeout=120)
            start = time.monotonic()
            section.run(
                "notice", "send", "--smtp", f"smtp://127.0.0.1:{port}", "--pace", "0", "--really", "--yes", timeout=300
            )
            spent = time.monotonic() - start
        finally:
            server.terminate()
            server.wait()
        wrong = judge(home, expected)
        if wrong:
            sys.exit("E14, E16 FAILED:\n" + "\n".join(wrong[:12]))
        # Fed something bad: a message doubled, one with a second recipient, one that tells the machine.
        one = sorted(pathlib.Path(f"{home}/sunk").iterdir())[0]
        raw = one.read_bytes()
        for bad in (raw.replace(b"X-Rcpt-Args", b"X-Rcpt-Args: <x@example.org>\nX-Rcpt-Args", 1), raw + CANARY.encode(), raw.replace(b"Subject:", b"X-Mailer: x\nSubject:", 1)):
            one.write_bytes(bad)
            shutil.rmtree(f"{home}/mails")
            assert judge(home, expected), "a bad message was not seen"
        one.write_bytes(raw)
        shutil.copy(one, f"{one}.again")
        shutil.rmtree(f"{home}/mails")
        assert judge(home, expected), "a message sent twice was not seen"
    print(f"E14, E16: {count} messages, one recipient each, nothing said of the machine ({count / spent:.0f} a second)")


if __name__ == "__main__":
    main()
