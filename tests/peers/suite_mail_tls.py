#!/usr/bin/env python3
"""The adversarial mail server under TLS (security checks E1 to E9, E15, G3), on port 465 in a network of its own.

E1   11 bad certificates: refused before a name or a password leaves, with the reason. Two good ones pass.
E2   TLS 1.0, 1.1 and ciphers without encryption or forward secrecy: refused. TLS 1.2 and 1.3 pass.
E3   A server that speaks plainly on 465, and one that only offers STARTTLS there; ports that do not go with the address.
E4   Answers before TLS, 454: refused on 465, nothing is said to any of them.
E5   STARTTLS on 587: a good server gets EHLO again and the password behind the protection alone; a stripped word, 454, another yes, an
     injected answer in one piece or a byte later, a line that stays in clear, eleven bad certificates: nothing but EHLO and STARTTLS is said.
E6   A company's authority in the system's store and in SSL_CERT_FILE: refused; only --ca takes it.
E7   The password goes to the server that was named, under TLS, and nowhere else; G3: one address, one port.
E8   A stall at each of nine steps ends within the deadlines, as what it is.
E9   Drips, an answer without an end, 100,000 lines, 8-bit and escape sequences: deadlines and memory hold, nothing
     hostile is shown.
E15  A dry run opens no socket.
C1, C10  After all that, no file holds the password or a member, and nothing of them was shown, with RUST_LOG=trace.
"""

import base64
import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import warnings

from common import Section, fresh, need_root, skip
from mail_server import STEPS, Server, drip, drop, endless, stall

HOST = "mail.example.org"
SECRET = "Zphqx-CANARI-mdp"
WEAK = "ALL:eNULL:@SECLEVEL=0"


def sh(*words, **more):
    run = subprocess.run([str(w) for w in words], capture_output=True, text=True, **more)
    assert run.returncode == 0, f"{words}: {run.stderr}"
    return run.stdout


def canary(data):
    """The password, the name or the address of a member in what was written; also in base64, as AUTH says it."""
    words = [SECRET.encode(), b"Zphqx-nom", b"zphqx0@example.net", base64.b64encode(f"\0me\0{SECRET}".encode())]
    return next((word for word in words if word in data), None)


class Authority:
    """Certificates made with openssl."""

    def __init__(self, home, name):
        self.home, self.name = pathlib.Path(home), name
        self.key, self.pem = self.home / f"{name}.key", self.home / f"{name}.pem"
        sh("faketime", "2015-01-01", "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
           "-nodes", "-days", 9000, "-subj", f"/CN={name}", "-keyout", self.key, "-out", self.pem)

    def leaf(self, name, san=f"DNS:{HOST}", start="2026-01-01", days=3650, digest="sha256", key=("ec", "ec_paramgen_curve:P-256"),
             usage="serverAuth", cn="x"):
        base = self.home / name
        kind, option = key
        sh("openssl", "req", "-newkey", kind, "-pkeyopt", option, "-nodes", "-subj", f"/CN={cn}",
           "-keyout", f"{base}.key", "-out", f"{base}.csr")
        more = [f"extendedKeyUsage={usage}", "basicConstraints=CA:FALSE"] + ([f"subjectAltName={san}"] if san else [])
        pathlib.Path(f"{base}.ext").write_text("\n".join(more) + "\n")
        sh("faketime", start, "openssl", "x509", "-req", "-in", f"{base}.csr", "-CA", self.pem, "-CAkey", self.key,
           "-CAcreateserial", "-days", days, f"-{digest}", "-extfile", f"{base}.ext", "-out", f"{base}.pem")
        return f"{base}.pem", f"{base}.key"


def context(pair, lowest=ssl.TLSVersion.TLSv1_2, highest=ssl.TLSVersion.MAXIMUM_SUPPORTED, ciphers=None):
    out = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    out.set_ciphers(ciphers or WEAK)
    with warnings.catch_warnings():
        # The old versions are what is being tried.
        warnings.simplefilter("ignore", DeprecationWarning)
        out.minimum_version, out.maximum_version = lowest, highest
    out.load_cert_chain(*pair)
    return out


class Client:
    """The program, with a campaign that waits; each try begins with the outbox as it was."""

    def __init__(self, home):
        self.section = Section(home)
        self.section.run("init")
        for n in range(2):
            self.section.run("member", "add", "given=Zphqx-nom", "family=Exemple", f"email=zphqx{n}@example.net", "standing=member")
        queued = self.section.run("notice", "queue", "welcome", "--from", "section@example.net", "--json")
        self.campaign = json.loads(queued.stdout)["value"]["campaign"]
        self.section.keep("as-it-was")
        self.most = 0

    def send(self, url=f"smtps://me@{HOST}", ca=None, more=(), before=(), env=None, patience=None):
        """Returns exit code, output, states, seconds."""
        self.section.put_back("as-it-was")
        words = ["notice", "send", "--smtp", url, "--pace", "0", "--really", *more]
        words += ["--ca", ca] if ca else []
        words += ["--patience-ms", patience] if patience else []
        reader, writer = os.pipe()
        os.write(writer, f"{SECRET}\n".encode())
        os.close(writer)
        words += ["--password-fd", reader] if "@" in url else []
        start = time.monotonic()
        process = subprocess.Popen(
            [*before, *self.section.command(*words)], cwd=self.section.home,
            env=self.section.environment(RUST_LOG="trace", RUST_BACKTRACE="full", **(env or {})),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, pass_fds=[reader],
        )
        out = process.stdout.read().decode("utf-8", "surrogateescape")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        spent = time.monotonic() - start
        os.close(reader)
        self.most = max(self.most, used.ru_maxrss)
        if leak := canary(out.encode("utf-8", "surrogateescape")):
            sys.exit(f"C10 FAILED: {leak} is shown\n{out}")
        status = self.section.run("notice", "status", "--json", check=False)
        counts = json.loads(status.stdout)["value"]["notices"][0]["counts"] if status.returncode == 0 else {}
        return process.returncode, out, counts, spent


@contextlib.contextmanager
def serving(*args, port=465, **more):
    server = Server(*args, port=port, **more)
    try:
        yield server
    finally:
        server.close()


def refused(what, client, server, said, **how):
    """One try that must be refused before anything was said."""
    code, out, counts, _ = client.send(**how)
    if code != 30 or counts != {"queued": 2}:
        sys.exit(f"{what} FAILED: exit {code}, {counts}\n{out}")
    # A server that speaks plainly sees the beginning of TLS as lines of nonsense.
    told = [line for line, _ in server.lines if re.match(r"[A-Za-z]{4}( |$)", line)]
    if told or server.dots or SECRET in repr(server.lines):
        sys.exit(f"{what} FAILED: the server was told {told}")
    # What is long is folded on the screen.
    if not re.search(said, " ".join(out.split())):
        sys.exit(f"{what} FAILED: {said!r} is not in {out}")


def unsaid(what, client, server, said, **how):
    """One try by STARTTLS that must be refused: all that was said is EHLO and STARTTLS, and both in clear."""
    code, out, counts, _ = client.send(**how)
    if code != 30 or counts != {"queued": 2}:
        sys.exit(f"{what} FAILED: exit {code}, {counts}\n{out}")
    told = [line for line, _ in server.lines if re.match(r"[A-Za-z]{4,}", line)]
    if told not in (["EHLO [127.0.0.1]"], ["EHLO [127.0.0.1]", "STARTTLS"]) or any(secure for _, secure in server.lines):
        sys.exit(f"{what} FAILED: the server was told {server.lines}")
    if server.dots or SECRET in repr(server.lines) or not re.search(said, " ".join(out.split())):
        sys.exit(f"{what} FAILED: {said!r} is not in {out}")


def starttls(client, ours, good, other):
    url = f"smtp+starttls://me@{HOST}"
    with serving(context=context(good), port=587, starttls=True) as server:
        code, out, counts, _ = client.send(url=url, ca=ours.pem)
        if code != 0 or counts != {"sent": 2} or len(server.accepted) != 2:
            sys.exit(f"E5 FAILED: a good server was refused: exit {code}, {counts}\n{out}")
        clear, hidden = ([line for line, secure in server.lines if secure is s] for s in (False, True))
        if clear != ["EHLO [127.0.0.1]", "STARTTLS"] or hidden[0] != "EHLO [127.0.0.1]" or not hidden[1].startswith("AUTH"):
            sys.exit(f"E5 FAILED: {server.lines}")
    # What is offered in clear counts for nothing: AUTH is not offered behind the protection.
    script = lambda step, n: b"250-sink\r\n250 8BITMIME\r\n" if step == "ehlo" else None
    with serving(script, context=context(good), port=587, starttls=True) as server:
        code, out, counts, _ = client.send(url=url, ca=ours.pem)
        if code != 30 or server.said("AUTH") or counts != {"queued": 2}:
            sys.exit(f"E5 FAILED: AUTH of the clear line was used: {server.lines}")
    lies = {
        "stripped": ("clear", b"250-sink\r\n250 AUTH PLAIN LOGIN\r\n", "does not speak TLS"),
        "renamed": ("clear", b"250-sink\r\n250 XSTARTTLS\r\n", "does not speak TLS"),
        "454": ("starttls", b"454 not now\r\n", "454"),
        "501": ("starttls", b"501 what\r\n", "501"),
        "another yes": ("starttls", b"250 ok\r\n", "does not speak TLS"),
        "injected": ("starttls", b"220 go\r\n250-sink\r\n250 AUTH PLAIN\r\n", "before the line was protected"),
        "one byte": ("starttls", b"220 go\r\n2", "before the line was protected"),
    }
    for name, (at, bytes_, said) in lies.items():
        script = lambda step, n, at=at, bytes_=bytes_: bytes_ if step == at else None
        with serving(script, context=context(good), port=587, starttls=True) as server:
            unsaid(f"E5 ({name})", client, server, said, url=url, ca=ours.pem)
    # A yes, and then clear words: the handshake meets no TLS.
    class Liar(ssl.SSLContext):
        def wrap_socket(self, connection, **_):
            connection.sendall(b"250-sink\r\n250 AUTH PLAIN LOGIN\r\n")
            raise OSError("stays in clear")
    with serving(context=Liar(ssl.PROTOCOL_TLS_SERVER), port=587, starttls=True) as server:
        unsaid("E5 (stays in clear)", client, server, "does not speak TLS|no protected line|hung up|before the line was protected", url=url, ca=ours.pem)
    # Fed something bad: a server whose certificate is somebody else's, and which is said to be trusted.
    with serving(context=context(good), port=587, starttls=True) as server:
        unsaid("E5 (another authority)", client, server, "somebody unknown", url=url, ca=other.pem)
    print(f"E5: STARTTLS: a good server gets all behind the protection, {len(lies) + 1} lies get EHLO and STARTTLS alone")


def passes(what, client, server, **how):
    code, out, counts, _ = client.send(**how)
    if code != 0 or counts != {"sent": 2} or len(server.accepted) != 2:
        sys.exit(f"{what} FAILED: a good server was refused: exit {code}, {counts}\n{out}")
    if not all(secure for _, secure in server.lines):
        sys.exit(f"{what} FAILED: something was said in clear")


def certificates(client, home):
    ours, other = Authority(home, "ours"), Authority(home, "other")
    selfsigned = pathlib.Path(home) / "self"
    sh("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 300, "-subj",
       f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", f"{selfsigned}.key", "-out", f"{selfsigned}.pem")
    bad = {
        "expired": (ours.leaf("expired", start="2020-01-01", days=30), "expired certificate"),
        "not yet valid": (ours.leaf("early", start="2035-01-01", days=300), "not valid yet"),
        "self-signed": ((f"{selfsigned}.pem", f"{selfsigned}.key"), "somebody unknown|too weak"),
        "wrong host": (ours.leaf("host", san="DNS:mail.example.net"), "another name"),
        "unknown authority": (other.leaf("other-leaf"), "somebody unknown"),
        "CN only": (ours.leaf("cn", san=None, cn=HOST), "another name"),
        "wildcard too wide": (ours.leaf("wide", san="DNS:*.org"), "another name"),
        "SHA-1": (ours.leaf("sha1", digest="sha1"), "too weak"),
        "RSA 1024": (ours.leaf("rsa", key=("rsa", "rsa_keygen_bits:1024")), "too weak"),
        "no serverAuth": (ours.leaf("usage", usage="clientAuth"), "another use"),
        "name by IP": (ours.leaf("ip", san="IP:127.0.0.1"), "another name"),
    }
    for name, (pair, said) in bad.items():
        with serving(context=context(pair)) as server:
            refused(f"E1 ({name})", client, server, said, ca=ours.pem)
        with serving(context=context(pair), port=587, starttls=True) as server:
            unsaid(f"E5 ({name})", client, server, said, ca=ours.pem, url=f"smtp+starttls://me@{HOST}")
    good = ours.leaf("good")
    for name, pair in (("good", good), ("wildcard", ours.leaf("wild", san="DNS:*.example.org")),
                       ("RSA 2048", ours.leaf("rsa2", key=("rsa", "rsa_keygen_bits:2048")))):
        with serving(context=context(pair)) as server:
            passes(f"E1 ({name})", client, server, ca=ours.pem)
    print(f"E1: {len(bad)} of {len(bad)} bad certificates refused before a word, each with its reason; 3 good ones pass")
    return ours, good, other


def versions(client, ours, good):
    low = [
        ("TLS 1.0", dict(lowest=ssl.TLSVersion.TLSv1, highest=ssl.TLSVersion.TLSv1)),
        ("TLS 1.1", dict(lowest=ssl.TLSVersion.TLSv1_1, highest=ssl.TLSVersion.TLSv1_1)),
        ("no encryption", dict(highest=ssl.TLSVersion.TLSv1_2, ciphers="eNULL:@SECLEVEL=0")),
        ("CBC", dict(highest=ssl.TLSVersion.TLSv1_2, ciphers="ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")),
    ]
    for name, how in low:
        with serving(context=context(good, **how)) as server:
            refused(f"E2 ({name})", client, server, "TLS too old|no protected line|hung up", ca=ours.pem)
    for name, version in (("1.2", ssl.TLSVersion.TLSv1_2), ("1.3", ssl.TLSVersion.TLSv1_3)):
        with serving(context=context(good, lowest=version, highest=version)) as server:
            passes(f"E2 (TLS {name})", client, server, ca=ours.pem)
    print(f"E2: {len(low)} old versions and ciphers refused, TLS 1.2 and 1.3 pass")


def plain(client, ours, good):
    lie = b"250-sink\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"
    with serving() as server:
        refused("E3 (plain)", client, server, "does not speak TLS", ca=ours.pem)
    with serving(lambda step, n: lie if step == "ehlo" else None) as server:
        refused("E3 (STARTTLS only)", client, server, "does not speak TLS", ca=ours.pem)
    for url in (f"smtps://me@{HOST}:587", f"smtps://me@{HOST}:25", f"smtp+starttls://me@{HOST}:465", f"smtp+starttls://me@{HOST}:25",
                f"smtp://me@{HOST}:587", f"smtp://{HOST}", f"starttls://{HOST}"):
        code, out, counts, _ = client.send(url=url)
        if code not in (1, 2) or counts != {"queued": 2}:
            sys.exit(f"E3 FAILED: {url} was taken\n{out}")
    for before in (b"220 ready\r\n250 ok\r\n", b"220 ready\r\n250-x\r\n250 STARTTLS\r\n220 go\r\n", b"454 TLS not available\r\n"):
        with serving(context=context(good), before_tls=before) as server:
            refused("E4", client, server, "does not speak TLS|no protected line", ca=ours.pem)
    # On a loopback address spelled out, where plain is allowed, STARTTLS is not asked for.
    with contextlib.closing(Server(lambda step, n: lie if step == "ehlo" else None)) as server:
        client.send(url=f"smtp://127.0.0.1:{server.port}")
        if server.said("STARTTLS"):
            sys.exit("E4 FAILED: STARTTLS was asked for")
    print("E3, E4: plain, STARTTLS on 465 and answers before TLS refused; no port is taken that does not go with its address")


def company(client, ours, good, home):
    # In this mount namespace the store of the system trusts our authority, as a company's proxy wants it.
    store = pathlib.Path("/etc/ssl/certs")
    planted = pathlib.Path(home) / "certs"
    shutil.copytree(store, planted, symlinks=True)
    text = ours.pem.read_text()
    bundle = planted / "ca-certificates.crt"
    whole = (bundle.read_text() if bundle.exists() else "") + text
    bundle.unlink(missing_ok=True)
    bundle.write_text(whole)
    hashed = sh("openssl", "x509", "-noout", "-hash", "-in", ours.pem).strip()
    (planted / f"{hashed}.0").write_text(text)
    sh("mount", "--bind", planted, store)
    with serving(context=context(good)) as server:
        # openssl itself trusts it now: the trap is set.
        look = subprocess.run(["openssl", "s_client", "-connect", "127.0.0.1:465", "-servername", HOST, "-verify_return_error"],
                              input="QUIT\r\n", capture_output=True, text=True)
        assert "Verify return code: 0" in look.stdout, look.stdout[-800:]
        server.lines.clear()
        env = {"SSL_CERT_FILE": str(bundle), "SSL_CERT_DIR": str(planted)}
        for env in ({}, env):
            refused("E6", client, server, "somebody unknown", env=env)
        passes("E6 (pinned)", client, server, ca=ours.pem)
    sh("umount", store)
    print("E6: an authority in the system's store is not trusted, one that is pinned is")


def one_place(client, ours, good, home):
    trace = f"{home}/trace"
    strace = ["strace", "-f", "-qq", "-e", "trace=socket,connect,sendto,sendmsg,bind,listen", "-o", trace]
    with contextlib.closing(Server()) as other, serving(context=context(good)) as server:
        client.send(ca=ours.pem, before=strace)
        told = [line for line in server.said("AUTH")]
        if len(told) != 1 or len(server.accepted) != 2:
            sys.exit(f"E7 FAILED: {told}")
        if other.connections:
            sys.exit("E7 FAILED: another server was called")
    text = pathlib.Path(trace).read_text()
    places = set(re.findall(r'connect\(\d+, \{sa_family=AF_INET6?, sin6?_port=htons\((\d+)\).*?inet_\w+\((?:AF_INET6, )?"([^"]*)"', text))
    if places != {("465", "127.0.0.1")} or re.search(r"bind\(|listen\(", text):
        sys.exit(f"G3 FAILED: {places}\n{text[:2000]}")
    client.section.put_back("as-it-was")
    client.section.run("notice", "send", "--smtp", f"smtps://me@{HOST}", before=strace)
    text = pathlib.Path(trace).read_text()
    if "AF_INET" in text:
        sys.exit(f"E15 FAILED: {text[:2000]}")
    print("E7, G3: one password, one server, one address, one port; E15: a dry run opens no socket")


def stalls(client, ours, good):
    patience, longest = 500, 0
    for step in STEPS:
        script = lambda s, n, step=step: stall if s == step and n == 0 else None
        with serving(script, context=context(good)) as server:
            code, out, counts, spent = client.send(ca=ours.pem, patience=patience)
            want = "unknown" if step in ("during", "dot") else None
            fine = counts.get("unknown", 0) == 1 if want else counts.get("unknown", 0) == 0
            if code != 30 or not fine or spent > 6 or sum(counts.values()) != 2:
                sys.exit(f"E8 FAILED at {step}: exit {code}, {counts}, {spent:.1f} s\n{out}")
            longest = max(longest, spent)
    # TLS: the line is taken and nothing is said. Connect: nobody takes the line.
    for name, backlog in (("TLS", 9), ("connect", 0)):
        with socket.create_server(("127.0.0.1", 465), backlog=backlog) as quiet:
            fill = []
            for _ in range(8 if name == "connect" else 0):
                probe = socket.socket()
                probe.setblocking(False)
                probe.connect_ex(("127.0.0.1", 465))
                fill.append(probe)
            code, out, counts, spent = client.send(ca=ours.pem, patience=patience)
            for probe in fill:
                probe.close()
        if code != 30 or counts.get("unknown") or counts.get("sent") or spent > 6:
            sys.exit(f"E8 FAILED at {name}: exit {code}, {counts}, {spent:.1f} s\n{out}")
        longest = max(longest, spent)
    print(f"E8: a stall at each of {len(STEPS) + 2} steps ends in its deadline (at most {longest:.1f} s with {patience} ms of patience)")


def floods(client, ours, good):
    client.most = 0
    acts = {
        "drip": drip(), "one line without an end": endless(b"2" * 65536), "greeting of 1 GB": endless(b"220-" + b"x" * 500 + b"\r\n"),
        "100,000 lines": b"250-more of it\r\n" * 100_000 + b"250 end\r\n",
        "an answer of 90 kB": b"250-" + b"\r\n250-".join([b"x" * 900] * 100) + b"\r\n250 end\r\n",
        "8-bit": b"250 \xff\xfe\x00\x80\r\n", "escape": "250 \x1b]8;;https://example.org\x07click\x1b[2J\r\n".encode(),
        "CR alone": b"250 ok\r250 ok\r550 no\r\n", "two answers": b"250 ok\r\n250 ok\r\n354 go\r\n", "no code": b"hello\r\n",
    }
    for name, act in acts.items():
        for step in ("greeting", "ehlo", "mail", "rcpt", "data", "dot"):
            script = lambda s, n, step=step, act=act: act if s == step and n == 0 else None
            with serving(script, context=context(good)) as server:
                code, out, counts, spent = client.send(ca=ours.pem, patience=800)
                if code not in (0, 30) or spent > 12 or sum(counts.values()) != 2:
                    sys.exit(f"E9 FAILED ({name}, {step}): exit {code}, {counts}, {spent:.1f} s\n{out}")
                seen = [to for _, to, _ in server.dots]
                if len(seen) != len(set(seen)):
                    sys.exit(f"E9 FAILED ({name}, {step}): somebody got two")
                if counts.get("sent", 0) > len(seen):
                    sys.exit(f"E9 FAILED ({name}, {step}): called sent without a final dot")
                if re.search(r"[\x00-\x08\x0b-\x1f\x7f\udc80-\udcff]", out.replace("\r\n", "\n")):
                    sys.exit(f"E9 FAILED ({name}, {step}): hostile bytes are shown: {out!r}")
                shown = client.section.run("notice", "status", client.campaign, "--failed", check=False).stdout
                if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", shown):
                    sys.exit(f"E9 FAILED ({name}, {step}): hostile bytes are kept: {shown!r}")
    if client.most > 100 * 1024:
        sys.exit(f"E9 FAILED: {client.most // 1024} MiB")
    print(f"E9: {len(acts)} hostile answers at 6 steps: deadlines hold, at most {client.most // 1024} MiB, nothing hostile shown")


def inside():
    with fresh() as home:
        sh("ip", "link", "set", "lo", "up")
        hosts = pathlib.Path(home) / "hosts"
        hosts.write_text(f"127.0.0.1 localhost {HOST}\n")
        sh("mount", "--bind", hosts, "/etc/hosts")
        client = Client(home)
        ours, good, other = certificates(client, home)
        versions(client, ours, good)
        starttls(client, ours, good, other)
        plain(client, ours, good)
        company(client, ours, good, home)
        one_place(client, ours, good, home)
        stalls(client, ours, good)
        floods(client, ours, good)
        # C1: nothing of it lies in a file of this home, which is the folder for temporary files too.
        files = [file for file in pathlib.Path(home).rglob("*") if file.is_file()]
        for file in files:
            if leak := canary(file.read_bytes()):
                sys.exit(f"C1 FAILED: {leak} in {file.name}")
        assert canary(b"x" + base64.b64encode(f"\0me\0{SECRET}".encode())) and len(files) > 50
        print(f"C1, C10: the password, the name and the address of a member are in none of {len(files)} files, and were never shown")
        # Fed something bad: a server that may have what was refused above; the judge must stop at it.
        with serving(context=context(good)) as server:
            try:
                refused("self-test", client, server, "", ca=ours.pem)
            except SystemExit as seen:
                assert "self-test FAILED" in str(seen)
            else:
                sys.exit("a server that got the password was not seen")


def main():
    need_root()
    for program in ("openssl", "faketime", "unshare", "ip", "strace"):
        if not shutil.which(program):
            skip(f"no {program} here")
    if "CONTREPOIDS_INSIDE" not in os.environ:
        again = ["unshare", "-n", "-m", "--propagation", "private", sys.executable, *sys.argv]
        os.execvpe("unshare", again, {**os.environ, "CONTREPOIDS_INSIDE": "1"})
    inside()


if __name__ == "__main__":
    main()
