#!/usr/bin/env python3
"""A hardware key by a plugin of age, with a plugin of our own (real keys are not run).

The identity is locked by the key, opened by it at each command with one touch, by Debian's `age` too, and by nothing without it. A
plugin that is gone, elsewhere, silent, rude, or for another key is told in words; each fault leaves the files as they were.
"""

import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import time

from common import binary, fresh, memory, need_root
from suite_passphrase import NEW, OLD, Device

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

# What a plugin is: lines in, lines out. It wraps by a hash of its own secret, which is enough for a trial and for nothing else.
PLUGIN = r'''#!/usr/bin/env python3
import base64, hashlib, os, pathlib, sys
home = pathlib.Path(__file__).resolve().parent
mode = (home / "mode").read_text().strip() if (home / "mode").exists() else ""
what = sys.argv[1].split("=")[1]
with open(home / "touched", "a") as log:
    log.write(what + "\n")

def read():
    words = sys.stdin.readline().split()
    body = ""
    while True:
        line = sys.stdin.readline().strip()
        body += line
        if len(line) < 64:
            return words[1:], base64.b64decode(body + "=" * (-len(body) % 4))

def write(words, body=b""):
    text = base64.b64encode(body).decode().rstrip("=")
    lines = [text[i:i + 64] for i in range(0, len(text), 64)] or [""]
    if len(lines[-1]) == 64:
        lines.append("")
    sys.stdout.write("-> " + " ".join(words) + "\n" + "\n".join(lines) + "\n")
    sys.stdout.flush()

def say(words, body=b""):
    write(words, body)
    return read()

def mask(line, salt, body):
    key = hashlib.sha256(line.encode() + salt).digest()
    return bytes(a ^ b for a, b in zip(body, key))

keys, stanzas, wrap = [], [], None
while True:
    words, body = read()
    if words[0] == "done":
        break
    if words[0] == "add-identity":
        keys.append(words[1])
    if words[0] == "recipient-stanza":
        stanzas.append((words[2:], body))
    if words[0] == "wrap-file-key":
        wrap = body
if mode == "silent":
    sys.exit(0)
if mode == "junk":
    print("\x1b[2Jnothing of the kind")
    sys.exit(0)
say(["msg"], "Touchez la clé\x1b[31m".encode())
if mode == "unplugged":
    say(["error", "identity", "0"], "no key \x1b]0;evil\x07 is plugged in".encode())
elif mode == "pin":
    answer, typed = say(["request-secret"], b"PIN of the key")
    if answer[0] != "ok" or typed != b"123456":
        say(["error", "identity", "0"], b"wrong PIN")
        keys = []
if mode != "unplugged":
    if what == "recipient-v1":
        salt = os.urandom(8)
        say(["recipient-stanza", "0", "trial", base64.b64encode(salt).decode().rstrip("=")], mask(keys[0], salt, wrap))
    else:
        for words, body in stanzas:
            if words[0] == "trial" and keys:
                salt = base64.b64decode(words[1] + "=" * (-len(words[1]) % 4))
                say(["file-key", "0"], mask(keys[0], salt, body))
                break
write(["done"])
'''


def bech32(prefix, data):
    """A line of the kind that plugins print."""
    def step(values):
        check = 1
        for value in values:
            top = check >> 25
            check = (check & 0x1FFFFFF) << 5 ^ value
            for bit, word in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
                check ^= word if top >> bit & 1 else 0
        return check

    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[i:i + 5], 2) for i in range(0, len(bits), 5)]
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = step(spread + values + [0] * 6) ^ 1
    return (prefix + "1" + "".join(LETTERS[v] for v in values + [check >> 5 * (5 - i) & 31 for i in range(6)])).upper()


class Keyed(Device):
    """A device with a plugin in a folder of its own."""

    def __init__(self, home):
        super().__init__(home)
        self.tools = self.home / "tools"
        self.install(self.tools)
        self.path = f"{self.tools}:/usr/bin:/bin"
        self.stub = self.home / "stub.txt"
        self.stub.write_text(f"# made for a trial\n{bech32('age-plugin-trial-', b'one')}\n")
        self.more = {}

    @staticmethod
    def install(tools):
        tools.mkdir(parents=True)
        (tools / "age-plugin-trial").write_text(PLUGIN)
        os.chmod(tools / "age-plugin-trial", 0o755)

    def environment(self, **more):
        return super().environment(PATH=self.path, **self.more, **more)

    def mode(self, mode):
        (self.tools / "mode").write_text(mode)

    def touches(self):
        log = self.tools / "touched"
        out = log.read_text().split() if log.exists() else []
        log.unlink(missing_ok=True)
        return out

    def bare(self, *args):
        return subprocess.run(
            [binary(), "--lang", "en", "--vault", str(self.vault), *args], env=self.environment(), cwd=self.home,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        )

    def typed(self, *args, answers=()):
        """Runs on a terminal; each answer goes out when its question was read."""
        pid, fd = pty.fork()
        if pid == 0:
            os.chdir(self.home)
            os.execve(binary(), [binary(), "--lang", "en", "--vault", str(self.vault), *args], self.environment())
        seen, answers, until = "", list(answers), time.monotonic() + 60
        while time.monotonic() < until:
            if not select.select([fd], [], [], 1)[0]:
                continue
            try:
                more = os.read(fd, 4096)
            except OSError:
                break
            if not more:
                break
            seen += more.decode(errors="replace")
            if answers and answers[0][0] in seen:
                os.write(fd, (answers.pop(0)[1] + "\n").encode())
        _, status = os.waitpid(pid, 0)
        assert not answers, (answers, seen)
        return os.waitstatus_to_exitcode(status), re.sub(r"\s+", " ", seen)

    def lock(self, *more):
        return self.go("key", "hardware", str(self.stub), "--yes", *more)

    def files(self):
        """What lies in the settings, by name."""
        return {p.name: p.read_bytes() for p in self.identity.parent.iterdir() if p.name.startswith("identity")}


def refused(device, words, code=12):
    before = device.files()
    run = device.bare("member", "list")
    said = re.sub(r"\s+", " ", run.stderr)
    assert run.returncode == code and words in said, (words, run)
    assert "\x1b" not in run.stderr and "TRIAL-1" not in run.stderr, run.stderr
    assert device.files() == before, "a refusal changed the files"


def locking(device):
    """The key takes the place of the passphrase."""
    before = device.files()
    for mode, words in (("unplugged", "no key"), ("silent", "did not answer"), ("junk", "did not answer")):
        device.mode(mode)
        run = device.lock()
        assert run.returncode == 12 and words in run.stderr and device.files() == before, (mode, run)
    device.mode("")
    device.touches()
    run = device.go("key", "hardware", str(device.stub), old="no such passphrase", before=())
    assert run.returncode == 1 and device.files() == before and not device.touches(), run
    assert device.lock().returncode == 0
    assert device.touches() == ["recipient-v1", "identity-v1"], "sealed, and seen to open"
    assert set(device.files()) == {"identity.age", "identity.age.hardware"}
    for name in device.files():
        assert (device.identity.parent / name).stat().st_mode & 0o77 == 0, name
    assert not any(b"AGE-SECRET" in content for content in device.files().values())


def opening(device):
    """One touch for each command, and the same file for the standard program."""
    for args in (("member", "list"), ("status",), ("member", "add", "nom=Durand", "prénom=Noa"), ("doctor",)):
        run = device.bare(*args)
        assert run.returncode in (0, 3), run
        assert device.touches() == ["identity-v1"], args
        assert "Touchez la clé" in run.stderr and "\x1b" not in run.stderr, run.stderr
    assert "Durand" in device.bare("member", "list", "--yes").stdout
    plain = subprocess.run(
        ["age", "-d", "-i", str(device.identity) + ".hardware", str(device.identity)], env=device.environment(), capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    assert plain.returncode == 0 and b"AGE-SECRET-KEY-1" in plain.stdout, plain
    device.mode("pin")
    code, seen = device.typed("member", "list", "--yes", answers=[("PIN of the key: ", "123456")])
    assert code == 0 and "Durand" in seen and "123456" not in seen, seen
    code, seen = device.typed("member", "list", answers=[("PIN of the key: ", "000000")])
    assert code == 12 and "wrong PIN" in seen, seen
    refused(device, "did not answer")
    device.mode("")


def faults(device):
    """What is not as it was agreed to is told, and nothing is run that nobody agreed to."""
    for mode, words in (("unplugged", "no key"), ("silent", "did not answer"), ("junk", "")):
        device.mode(mode)
        refused(device, words)
    device.mode("")
    whole = device.path
    device.path = "/usr/bin:/bin"
    refused(device, "age-plugin-trial, is not in the PATH")
    device.path = f".:{whole}"
    refused(device, "not absolute")
    device.path = whole
    device.more = {"AGEDEBUG": "plugin"}
    refused(device, "AGEDEBUG")
    device.more = {}
    named = pathlib.Path(str(device.identity) + ".hardware")
    kept = named.read_bytes()
    named.unlink()
    refused(device, "is not beside it")
    for text in (b"", b"AGE-PLUGIN-A/B-1QQQQ\n", kept + kept, b"\xff"):
        named.write_bytes(text)
        refused(device, "", code=1)
    named.write_bytes(kept.replace(bech32("age-plugin-trial-", b"one").encode(), bech32("age-plugin-trial-", b"two").encode()))
    refused(device, "")
    named.write_bytes(kept)
    # A program that came before the other one, by whoever put it there.
    other = device.home / "other"
    device.install(other)
    device.path = f"{other}:{whole}"
    device.touches()
    refused(device, "nobody agreed to run it")
    assert not (other / "touched").exists(), "it was run"
    code, seen = device.typed("member", "list", answers=[("[y/N]", "n")])
    assert code == 12 and not (other / "touched").exists(), seen
    code, seen = device.typed("member", "list", "--yes", answers=[("[y/N]", "y")])
    assert code == 0 and (other / "touched").exists() and "Durand" in seen, seen
    assert device.bare("member", "list").returncode == 0, "asked once"
    shutil.rmtree(other)
    device.path = whole
    assert device.typed("member", "list", answers=[("[y/N]", "y")])[0] == 0


def back(device):
    """A passphrase takes the place of the key again."""
    device.touches()
    run = device.go("key", "passphrase", old=NEW, new=NEW)
    assert run.returncode == 0, run
    assert set(device.files()) == {"identity.age"} and device.opens(NEW)
    assert device.touches() == ["identity-v1"]


def main():
    need_root()
    assert bech32("age1trial", b"\x01") .startswith("AGE1TRIAL1")
    with fresh(memory()) as at:
        device = Keyed(at)
        assert device.go("init").returncode == 0
        locking(device)
        assert not device.opens(OLD) or device.touches(), "the passphrase is of no use"
        device.touches()
        opening(device)
        faults(device)
        back(device)
    print("a hardware key in the place of a passphrase: locked, opened by us and by age, refused in words, turned back")


if __name__ == "__main__":
    main()
