#!/usr/bin/env python3
"""Real mail servers: Postfix with TLS on 465 and SASL, and aiosmtpd (security checks E14, E16, E22; issue: real peers).

Both are private instances in a temporary folder and in a network of their own, and end with this program.

Postfix   1,000 personalised messages (a name and an amount each, French and English) are handed over under TLS with a
          password that Cyrus SASL checks, and delivered into a Maildir. Each is parsed by Python's `email` and equals
          what `notice preview` showed: sender, recipient, subject, text, page. A wrong password is refused and nothing is
          lost. An address that Postfix refuses is told as refused.
aiosmtpd  The same over another server's TLS and AUTH, with 50 hard bodies: up to 20 KB, one line of thousands of
          characters, 8-bit, emoji, right to left, lines that begin with a dot; they decode equal.
"""

import email
import email.policy
import json
import os
import pathlib
import pwd
import random
import re
import shutil
import subprocess
import sys
import time

from common import ROOT, Section, fresh, need_root, scaled, seed, skip
from suite_mail_tls import HOST, Authority, context, sh

SECRET = "Zphqx-CANARI-mdp"
USER = "equipe"
ADDED = ("return-path", "x-original-to", "delivered-to", "received", "x-peer", "x-mailfrom", "x-rcptto")
SYSTEM = "/usr/bin/python3"


class Postfix:
    """An instance of Postfix with everything in one folder."""

    def __init__(self, home, pair):
        self.home = pathlib.Path(home) / "postfix"
        self.etc, self.mail = self.home / "etc", self.home / "mail"
        for part in ("etc", "spool", "data", "mail", "sasl"):
            (self.home / part).mkdir(parents=True)
        os.chmod(home, 0o755)
        user = pwd.getpwnam("postfix")
        shutil.chown(self.home / "data", user.pw_uid, user.pw_gid)
        nobody = pwd.getpwnam("nobody")
        shutil.chown(self.mail, nobody.pw_uid, nobody.pw_gid)
        (self.etc / "main.cf").write_text("\n".join([
            "compatibility_level = 3.6", f"queue_directory = {self.home}/spool", f"data_directory = {self.home}/data",
            "mail_owner = postfix", f"myhostname = {HOST}", "mydestination =", "inet_interfaces = 127.0.0.1",
            "inet_protocols = ipv4", "mynetworks =", "alias_maps =", "alias_database =", "biff = no",
            f"maillog_file = {self.home}/log", f"maillog_file_prefixes = {home}",
            "virtual_mailbox_domains = example.net", f"virtual_mailbox_base = {self.mail}",
            "virtual_mailbox_maps = static:all/", f"virtual_uid_maps = static:{nobody.pw_uid}",
            f"virtual_gid_maps = static:{nobody.pw_gid}", "virtual_minimum_uid = 100",
            f"smtpd_tls_cert_file = {pair[0]}", f"smtpd_tls_key_file = {pair[1]}", "smtpd_tls_auth_only = yes",
            "smtpd_sasl_type = cyrus", "smtpd_sasl_path = smtpd", f"cyrus_sasl_config_path = {self.home}/sasl",
            f"smtpd_sasl_local_domain = {HOST}", "smtpd_sasl_security_options = noanonymous",
            "smtpd_client_restrictions = permit_sasl_authenticated, reject",
            "smtpd_relay_restrictions = permit_sasl_authenticated, reject",
            "smtpd_recipient_restrictions = check_recipient_access inline:{{gone@example.net = 550 5.1.1 no such box}}",
        ]) + "\n")
        service = "{0:12} {1:5} {2} {6} n {3} {4} {5}"
        rows = [("465", "inet", "n", "-", "-", "smtpd\n  -o smtpd_tls_wrappermode=yes\n  -o smtpd_sasl_auth_enable=yes")]
        rows += [(n, "unix", "n" if n in ("cleanup", "qmgr") else "-", w, p, c) for n, w, p, c in (
            ("cleanup", "-", "0", "cleanup"), ("qmgr", "300", "1", "qmgr"), ("tlsmgr", "1000?", "1", "tlsmgr"),
            ("rewrite", "-", "-", "trivial-rewrite"), ("bounce", "-", "0", "bounce"), ("defer", "-", "0", "bounce"),
            ("trace", "-", "0", "bounce"), ("verify", "-", "1", "verify"), ("proxymap", "-", "-", "proxymap"),
            ("error", "-", "-", "error"), ("retry", "-", "-", "error"), ("virtual", "-", "-", "virtual"),
            ("anvil", "-", "1", "anvil"), ("scache", "-", "1", "scache"))]
        rows += [("postlog", "unix-dgram", "n", "-", "1", "postlogd")]
        (self.etc / "master.cf").write_text("\n".join(service.format(*row, "n" if row[0] == "virtual" else "-") for row in rows) + "\n")
        (self.home / "sasl/smtpd.conf").write_text(
            f"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: {self.home}/sasl/db\n")
        sh("saslpasswd2", "-p", "-c", "-f", self.home / "sasl/db", "-u", HOST, USER, input=SECRET)
        shutil.chown(self.home / "sasl/db", user.pw_uid)

    def __enter__(self):
        # Debian's SASL looks there and nowhere else; in this mount namespace only.
        sh("mount", "--bind", self.home / "sasl/db", "/etc/sasldb2")
        start = subprocess.run(["postfix", "-c", self.etc, "start"], capture_output=True, text=True)
        if start.returncode != 0:
            sys.exit(f"Postfix does not start: {start.stdout}{start.stderr}{self.log()}")
        return self

    def __exit__(self, *_):
        subprocess.run(["postfix", "-c", self.etc, "stop"], capture_output=True)
        for _ in range(100):
            status = subprocess.run(["postfix", "-c", self.etc, "status"], capture_output=True)
            if status.returncode != 0:
                break
            time.sleep(0.05)
        sh("umount", "/etc/sasldb2")

    def log(self):
        file = self.home / "log"
        return file.read_text(errors="replace")[-3000:] if file.exists() else ""

    def delivered(self, count):
        box = self.mail / "all/new"
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if box.is_dir() and len(os.listdir(box)) >= count:
                break
            time.sleep(0.1)
        return [file.read_bytes() for file in sorted(box.iterdir())] if box.is_dir() else []


AIO = """
import asyncio, json, pathlib, ssl, sys
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
out, cert, key, user, secret = sys.argv[1:]
count = 0
class Handler:
    async def handle_DATA(self, server, session, envelope):
        global count
        count += 1
        pathlib.Path(out, f"{count:05}.eml").write_bytes(envelope.original_content)
        pathlib.Path(out, f"{count:05}.json").write_text(json.dumps(
            {"from": envelope.mail_from, "to": envelope.rcpt_tos, "helo": session.host_name, "tls": bool(session.ssl), "auth": bool(session.authenticated)}))
        return "250 taken"
def check(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login == user.encode() and data.password == secret.encode()))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
controller = Controller(Handler(), hostname="127.0.0.1", port=465, ssl_context=context, authenticator=check, auth_required=True, auth_require_tls=False)
controller.start()
print("ready", flush=True)
sys.stdin.read()
controller.stop()
"""


def stripped(raw):
    """A message without the headers that a server put before it; with the line ends of the mail."""
    raw = re.sub(rb"\r?\n", b"\r\n", raw)
    head, _, body = raw.partition(b"\r\n\r\n")
    kept, drop = [], False
    for line in head.split(b"\r\n"):
        if line[:1] not in b" \t":
            drop = line.split(b":", 1)[0].decode().lower() in ADDED
        if not drop:
            kept.append(line)
    return b"\r\n".join(kept) + b"\r\n\r\n" + body


def read(raw):
    """A message as Python's `email` reads it."""
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    text, page = (part.get_content() for part in message.iter_parts())
    to = message["to"].addresses
    assert len(to) == 1, to
    return {"from": str(message["from"]), "to": to[0].addr_spec, "name": to[0].display_name, "subject": str(message["subject"]),
            "text": text.replace("\r\n", "\n"), "html": page.replace("\r\n", "\n"), "id": str(message["message-id"])}


def send(section, ca, *more, secret=SECRET, user=USER, check=True):
    reader, writer = os.pipe()
    os.write(writer, f"{secret}\n".encode())
    os.close(writer)
    try:
        return section.run(
            "notice", "send", *more, "--smtp", f"smtps://{user}@{HOST}", "--ca", ca, "--pace", "0", "--really", "--yes", "--json",
            "--password-fd", reader, check=check, timeout=300, pass_fds=[reader],
        )
    finally:
        os.close(reader)


def differences(mails, people, previews, models):
    """What is delivered against what was shown."""
    wrong, seen = [], {}
    for raw in mails:
        got = read(stripped(raw))
        if got["to"] in seen or got["to"] not in people:
            wrong.append(f"twice, or to a stranger: {got['to']}")
            continue
        seen[got["to"]] = got
        given, family, amount, language = people[got["to"]]
        if got["name"] != f"{given} {family}":
            wrong.append(f"{got['to']}: name {got['name']!r}")
        # What the preview of somebody else shows, with this person's name and amount.
        model, other, sum_ = models[language]
        for part in ("text", "html"):
            want = re.sub(rf"\b{other}\b", given, model[part]).replace(sum_, amount)
            if got[part].strip() != want.strip():
                wrong.append(f"{got['to']}: the {part} differs")
        shown = previews.get(got["to"])
        for part in ("subject", "text", "html") if shown else ():
            if got[part].strip() != shown[part].strip():
                wrong.append(f"{got['to']}: {part} is not what preview showed")
        if shown and not (shown["to"].endswith(f"<{got['to']}>") and shown["from"].replace('"', "") == got["from"].replace('"', "")):
            wrong.append(f"{got['to']}: {shown['to']!r}, {shown['from']!r} was shown, {got['from']!r} came")
    if len(seen) != len(people):
        wrong.append(f"{len(seen)} of {len(people)} were delivered")
    if len({m["id"] for m in seen.values()}) != len(seen):
        wrong.append("a Message-ID twice")
    return wrong


def letters(n):
    return "".join(chr(97 + n // 26**k % 26) for k in range(3))


def postfix(home, authority, pair, rng, count):
    section = Section(home, lang="fr")
    section.run("init")
    rows, values, people = [], [], {}
    for n in range(count):
        language, cents = ("fr", "en")[n % 2], 1000 + n * 7
        given, family, to = f"Camille{letters(n)}", f"Exemple{letters(n * 31)}", f"p{n}@example.net"
        rows.append(f"{family};{given};{to};{language}")
        values.append(f"{to};{cents // 100},{cents % 100:02}")
        people[to] = (given, family, cents, language)
    table, each = section.home / "a.csv", section.home / "each.csv"
    table.write_text("Nom;Prénom;Courriel;Langue\n" + "\n".join(rows) + "\n", encoding="utf-8")
    each.write_text("email;amount\n" + "\n".join(values) + "\n", encoding="utf-8")
    section.run("member", "import", table, "--set", "situation=adhérent", "--apply")
    wanted = ["reminder-1", "--from", "L’équipe <equipe@section.example.org>", "--set", "year=2027", "--set", "since=2027-02-15",
              "--set", "how=Par virement, référence C-27.", "--set", "how@en=By transfer, reference C-27.", "--values", each]
    listed = json.loads(section.run("member", "list", "--columns", "email", "--json").stdout)["value"]["people"]
    ids = {person["email"]: person["id"] for person in listed}
    preview = lambda to: json.loads(section.run("notice", "preview", *wanted, "--for", ids[to], "--json").stdout)["value"]["message"]
    previews = {to: preview(to) for to in rng.sample(sorted(people), min(40, count))}
    # One model in each language, by a person with a name and an amount that stand nowhere else.
    models = {}
    for language, to in (("fr", "p0@example.net"), ("en", "p1@example.net")):
        shown, (given, _, cents, _) = preview(to), people[to]
        candidates = [w for w in re.findall(r"€?\d[\d.,]*[\u202f\u00a0]?€?", shown["text"]) if "€" in w]
        assert len(set(candidates)) == 1, candidates
        models[language] = (shown, given, candidates[0])
    form = {language: model[2] for language, model in models.items()}
    def written(cents, language):
        own = form[language]
        digits = f"{cents // 100},{cents % 100:02}" if "," in own else f"{cents // 100}.{cents % 100:02}"
        return re.sub(r"\d+[.,]\d+", digits, own)
    people = {to: (given, family, written(cents, language), language) for to, (given, family, cents, language) in people.items()}
    section.run("notice", "queue", *wanted, timeout=120)
    with Postfix(home, pair) as server:
        bad = send(section, authority.pem, secret="wrong", check=False)
        counts = json.loads(section.run("notice", "status", "--json").stdout)["value"]["notices"][0]["counts"]
        if bad.returncode != 30 or counts != {"queued": count} or "535" not in bad.stderr:
            sys.exit(f"Postfix: a wrong password gave {bad.returncode} {counts} {bad.stderr}{server.log()}")
        start = time.monotonic()
        done = send(section, authority.pem, check=False)
        spent = time.monotonic() - start
        if done.returncode != 0:
            sys.exit(f"Postfix: exit {done.returncode} {done.stdout}{done.stderr}{server.log()}")
        mails = server.delivered(count)
        wrong = differences(mails, people, previews, models)
        if wrong:
            sys.exit("Postfix FAILED:\n" + "\n".join(wrong[:12]) + server.log())
        received = re.findall(rb"Received: from (.*?)\n\s+(.*?)\n\s+\((.*?)\)", mails[0])
        if b"[127.0.0.1]" not in mails[0] or not re.search(rb"with ESMTPSA", mails[0]):
            sys.exit(f"Postfix: not handed over as it should be: {received or mails[0][:600]}")
        # An address that the server refuses.
        section.run("member", "add", "given=Parti", "family=Exemple", "email=gone@example.net", "standing=member")
        section.run("notice", "queue", "welcome", "--from", "equipe@section.example.org", "--search", "gone@example.net")
        gone = send(section, authority.pem, check=False)
        if gone.returncode != 30 or json.loads(gone.stdout)["value"]["counts"] != {"failed-permanent": 1}:
            sys.exit(f"Postfix: an address that is refused gave {gone.stdout}{gone.stderr}")
    # Fed something bad: one word, one recipient, one message less, one twice.
    one = mails[0]
    for other in ([one.replace(b"C-27", b"C-28"), *mails[1:]], mails[1:], [*mails, one],
                  [re.sub(rb"\nTo: ", b"\nTo: x@example.org,\n ", one, count=1), *mails[1:]]):
        try:
            seen = differences(other, people, previews, models)
        except AssertionError:
            seen = ["two recipients"]
        assert seen, "a bad delivery was not seen"
    print(f"Postfix: {count} personalised messages by TLS and SASL into a Maildir, equal to the preview ({count / spent:.0f} a second)", flush=True)


def bodies(rng):
    """50 hard ones, the last five of about 200 kB."""
    words = ["été", "œuvre", "naïf", "Straße", "Łódź", "日本語", "مرحبا", "שלום", "🙂", "👩‍👩‍👧", "ﬁn", "e\u0301", "½", "…", "«\u202fmot\u202f»"]
    for n in range(50):
        times = lambda usual, size: 198_000 // size if n >= 45 else usual
        match n % 5:
            case 0:
                yield " ".join(rng.choice(words) for _ in range(times(200 + n * 20, 10)))
            case 1:
                yield "x" * times(1000 + n * 100, 1)
            case 2:
                yield "é" * times(1000 + n * 20, 2)
            case 3:
                yield "\n\n".join(f".{k} {rng.choice(words)} = {k}" for k in range(times(40, 24)))
            case _:
                yield "مرحبا " * times(100 + n, 11) + "abc " + "שלום " * 50


def aiosmtpd(home, authority, pair, rng):
    section = Section(home, lang="fr")
    section.run("init")
    own = section.home / "notices/hard"
    own.mkdir(parents=True)
    (own / "notice.toml").write_text(
        'about = { fr = "Essai", en = "Trial" }\npurpose = "statutory"\naudience = "standing=member"\n'
        '[variable.body]\nkind = "text"\nfrom = "each"\nabout = { fr = "Texte", en = "Text" }\nsample = "x"\n', encoding="utf-8")
    (own / "fr.md").write_text("Objet : Essai\n\n{{ body }}\n", encoding="utf-8")
    (own / "en.md").write_text("Subject: Trial\n\n{{ body }}\n", encoding="utf-8")
    hard = list(bodies(rng))
    rows = "\n".join(f"Exemple;Camille {n};p{n}@example.net" for n in range(len(hard)))
    (section.home / "a.csv").write_text(f"Nom;Prénom;Courriel\n{rows}\n", encoding="utf-8")
    quoted = lambda cell: '"' + cell.replace('"', '""') + '"'
    each = "\n".join(f"p{n}@example.net;{quoted(body)}" for n, body in enumerate(hard))
    (section.home / "each.csv").write_text(f"email;body\n{each}\n", encoding="utf-8")
    section.run("member", "import", section.home / "a.csv", "--set", "situation=adhérent", "--apply")
    section.run("notice", "queue", "hard", "--from", "equipe@section.example.org", "--templates", section.home / "notices",
                "--values", section.home / "each.csv")
    out = section.home / "out"
    out.mkdir()
    server = subprocess.Popen(
        [SYSTEM, "-W", "ignore", "-c", AIO, out, *pair, USER, SECRET], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )
    try:
        assert server.stdout.readline() == "ready\n", "aiosmtpd does not start"
        done = send(section, authority.pem, check=False)
    finally:
        server.stdin.close()
        server.wait(timeout=20)
    if done.returncode != 0:
        sys.exit(f"aiosmtpd: exit {done.returncode} {done.stdout}{done.stderr}")
    table = []
    for file in sorted(out.glob("*.eml")):
        said = json.loads(file.with_suffix(".json").read_text())
        number = int(re.fullmatch(r"p(\d+)@example.net", said["to"][0]).group(1))
        if len(said["to"]) != 1 or said["helo"] != "[127.0.0.1]" or not said["auth"]:
            sys.exit(f"aiosmtpd: {said}")
        table.append("\t".join([file.name, said["to"][0], json.dumps(f"Camille {number} Exemple"), json.dumps(hard[number])]))
    (section.home / "table").write_text("\n".join(table) + "\n", encoding="utf-8")
    look = lambda: subprocess.run([sys.executable, ROOT / "tests/peers/check_mail.py", out, "--expected", section.home / "table"],
                                  capture_output=True, text=True)
    judged = look()
    if judged.returncode != 0 or len(table) != len(hard):
        sys.exit(f"aiosmtpd, E22 FAILED: {len(table)} messages\n{judged.stdout[-2000:]}")
    # Fed something bad: a letter of a body changed on the way.
    one = next(file for file in sorted(out.glob("*.eml")) if b"xxxx" in file.read_bytes())
    one.write_bytes(re.sub(rb"xxxx", b"xyxx", one.read_bytes(), count=1))
    assert look().returncode != 0, "a changed body was not seen"
    longest = max(len(body.encode()) for body in hard)
    print(f"aiosmtpd, E22: {len(hard)} hard bodies by TLS and AUTH, up to {longest // 1000} kB, decode equal", flush=True)


def inside():
    rng = random.Random(seed())
    with fresh() as home:
        sh("ip", "link", "set", "lo", "up")
        hosts = pathlib.Path(home) / "hosts"
        hosts.write_text(f"127.0.0.1 localhost {HOST}\n")
        sh("mount", "--bind", hosts, "/etc/hosts")
        authority = Authority(home, "authority")
        pair = authority.leaf("server")
        for part, harness in (("a", lambda at: aiosmtpd(at, authority, pair, rng)),
                              ("p", lambda at: postfix(at, authority, pair, rng, scaled(1000)))):
            at = f"{home}/{part}"
            os.mkdir(at)
            os.chmod(home, 0o755)
            harness(at)


def main():
    need_root()
    for program in ("openssl", "faketime", "unshare", "ip", "postfix", "saslpasswd2"):
        if not shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin"):
            skip(f"no {program} here")
    if subprocess.run([SYSTEM, "-c", "import aiosmtpd"], capture_output=True).returncode != 0:
        skip("no aiosmtpd here")
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    if "CONTREPOIDS_INSIDE" not in os.environ:
        again = ["unshare", "-n", "-m", "--propagation", "private", sys.executable, *sys.argv]
        os.execvpe("unshare", again, {**os.environ, "CONTREPOIDS_INSIDE": "1"})
    inside()


if __name__ == "__main__":
    main()
