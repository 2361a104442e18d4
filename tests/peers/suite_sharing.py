#!/usr/bin/env python3
"""Two laptops share a section through programs that people have: Apache's WebDAV, and a pair of Syncthing.

Each laptop enters something and has what the other one entered; a provider holds nothing readable and no name that tells; copies
that Syncthing makes of what it takes for a conflict are passed over and counted.
"""

import contextlib
import json
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
import xml.etree.ElementTree as tree

from common import Section, fresh, memory, skip

CANARY = "Zqxcanari"
NEEDED = ("apache2", "syncthing")


def port():
    with socket.socket() as at:
        at.bind(("127.0.0.1", 0))
        return at.getsockname()[1]


def waits(what, told, seconds=90):
    """Asks again and again until it is so."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = told()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} s: {what}")


class Laptop(Section):
    def __init__(self, home, login=None):
        home.mkdir()
        super().__init__(home)
        self.login = login

    def go(self, *args, login=False, check=True):
        if not (login and self.login):
            return self.run(*args, check=check)
        with tempfile.TemporaryFile(dir=memory()) as given:
            given.write(f"{self.login[1]}\n".encode())
            given.seek(0)
            more = ("--user", self.login[0], "--password-fd", str(given.fileno()))
            return self.run(*args, *more, check=check, pass_fds=[given.fileno()])

    def adds(self, name):
        self.go("member", "add", f"family={name}", "given=Lou", "--yes")

    def people(self):
        told = self.go("member", "list", "--json", "--yes", "--standing", "all").stdout
        return {person["name"] for person in json.loads(told)["value"]["people"]}


def joined(first, second, place):
    """The other laptop is admitted and takes the section from the place."""
    card = json.loads(second.go("sync", "join", "--name", "Autre portable", "--json").stdout)["value"]
    first.go("sync", "invite", card["card"], "--roles", "organizer", "--words", " ".join(card["words"]), "--yes")
    yield
    refused = second.go("sync", "join", place, login=True, check=False)
    code = re.search(r"--accept-new \"?([\w-]+)", refused.stderr + refused.stdout)
    assert refused.returncode == 1 and code, refused
    second.go("sync", "join", place, "--accept-new", code.group(1), login=True)


def unreadable(root):
    """What a provider has: no name and no word of anybody."""
    files = [path for path in root.rglob("*") if path.is_file()]
    assert len(files) > 3, files
    for path in files:
        content = path.read_bytes()
        assert CANARY.encode() not in content and b"Lou" not in content, path
        assert CANARY not in str(path)
    return len(files)


APACHE = """
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
ServerRoot {home}
PidFile {home}/pid
ErrorLog {home}/errors
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authn_core_module {modules}/mod_authn_core.so
LoadModule authn_file_module {modules}/mod_authn_file.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule authz_user_module {modules}/mod_authz_user.so
LoadModule auth_basic_module {modules}/mod_auth_basic.so
LoadModule dav_module {modules}/mod_dav.so
LoadModule dav_fs_module {modules}/mod_dav_fs.so
{user}
DAVLockDB {home}/locks
DocumentRoot {home}/files
<Directory {home}/files>
  Dav On
  AuthType Basic
  AuthName share
  AuthUserFile {home}/users
  Require valid-user
</Directory>
"""


@contextlib.contextmanager
def apache(home):
    """Apache with a folder that it shares by WebDAV, on loopback."""
    (home / "files/section").mkdir(parents=True)
    run = subprocess.run(["openssl", "passwd", "-apr1", "-stdin"], input="secret\n", capture_output=True, text=True, check=True)
    (home / "users").write_text(f"lou:{run.stdout.strip()}\n")
    at = port()
    user = "User www-data\nGroup www-data"
    text = APACHE.format(port=at, home=home, modules="/usr/lib/apache2/modules", user=user)
    (home / "conf").write_text(text)
    subprocess.run(["chown", "-R", "www-data:www-data", str(home)], check=True)
    server = subprocess.Popen(["apache2", "-f", str(home / "conf"), "-D", "FOREGROUND"])
    try:
        def up():
            assert server.poll() is None, (home / "errors").read_text()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", at), 1):
                return True
            return False
        waits("apache is up", up)
        yield f"http://127.0.0.1:{at}/section", home / "files"
    finally:
        server.terminate()
        server.wait()


def by_apache(at):
    home = at / "apache"
    home.mkdir()
    with apache(home) as (place, files):
        first, second = (Laptop(at / f"dav-{name}", ("lou", "secret")) for name in "ab")
        first.go("init", "--yes")
        first.adds(CANARY)
        wrong = Laptop(at / "dav-c", ("lou", "wrong"))
        wrong.go("init", "--yes")
        refused = wrong.go("sync", "add", place, login=True, check=False)
        assert refused.returncode == 1 and "refuses the name or the password" in re.sub(r"\s+", " ", refused.stderr), refused
        first.go("sync", "add", place, login=True)
        for _ in joined(first, second, place):
            pass
        assert any(CANARY in name for name in second.people())
        shared(first, second, lambda: None)
        return unreadable(files)


def shared(first, second, carry):
    """Both enter something apart; afterwards both have both."""
    first.adds("Martin")
    second.adds("Petit")
    for laptop in (first, second, first):
        laptop.go("sync")
        carry()
    assert first.people() == second.people() and len(first.people()) == 3, (first.people(), second.people())
    quiet = first.go("sync").stdout
    assert "went:" not in quiet, quiet
    assert first.go("doctor", check=False).returncode in (0, 3)


class Syncthing:
    """One Syncthing, without any of its ways to the world."""

    def __init__(self, home, folder):
        self.home, self.folder = home, folder
        folder.mkdir(parents=True)
        subprocess.run(["syncthing", "generate", f"--home={home}", "--no-default-folder"], check=True, capture_output=True)
        self.gui, self.listen = port(), port()
        config = tree.parse(home / "config.xml")
        root = config.getroot()
        self.key = root.find("gui/apikey").text
        root.find("gui/address").text = f"127.0.0.1:{self.gui}"
        options = root.find("options")
        for name, value in {
            "listenAddress": f"tcp://127.0.0.1:{self.listen}", "globalAnnounceEnabled": "false", "localAnnounceEnabled": "false",
            "relaysEnabled": "false", "natEnabled": "false", "urAccepted": "-1", "crashReportingEnabled": "false",
            "autoUpgradeIntervalH": "0", "startBrowser": "false", "reconnectionIntervalS": "1",
        }.items():
            for old in options.findall(name):
                options.remove(old)
            tree.SubElement(options, name).text = value
        config.write(home / "config.xml")
        self.process = subprocess.Popen(
            ["syncthing", "serve", f"--home={home}", "--no-browser", "--no-restart", "--no-upgrade"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        waits("syncthing is up", self.up)
        self.id = self.ask("system/status")["myID"]

    def ask(self, path, method="GET", body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.gui}/rest/{path}", data, {"X-API-Key": self.key}, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text.strip() else {}

    def up(self):
        with contextlib.suppress(OSError, ValueError):
            return self.ask("system/status")
        return None

    def knows(self, other):
        self.ask(f"config/devices/{other.id}", "PUT", {
            "deviceID": other.id, "name": "other", "addresses": [f"tcp://127.0.0.1:{other.listen}"], "compression": "never",
        })
        self.ask("config/folders/share", "PUT", {
            "id": "share", "path": str(self.folder), "type": "sendreceive", "rescanIntervalS": 3600, "fsWatcherEnabled": False,
            "devices": [{"deviceID": self.id}, {"deviceID": other.id}],
        })

    def scan(self):
        self.ask("db/scan?folder=share", "POST")

    def end(self):
        self.process.terminate()
        self.process.wait()


def names(folder):
    """What lies in a folder, Syncthing's own marker aside."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")}


def by_syncthing(at):
    (one, two) = pair = [Syncthing(at / f"st-{name}", at / f"folder-{name}") for name in "ab"]
    try:
        one.knows(two)
        two.knows(one)

        def carry():
            for each in pair:
                waits("a scan", lambda each=each: not each.scan())
            waits("both folders hold the same", lambda: names(one.folder) == names(two.folder))

        first, second = Laptop(at / "st-one"), Laptop(at / "st-two")
        first.go("init", "--yes")
        first.adds(CANARY)
        first.go("sync", "add", one.folder)
        for _ in joined(first, second, two.folder):
            carry()
        assert any(CANARY in name for name in second.people())
        shared(first, second, carry)
        count = unreadable(two.folder)
        # What Syncthing makes where two wrote one name: passed over, and told.
        victim = next(path for path in sorted(one.folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
        copy = victim.with_name(f"{victim.name}.sync-conflict-20261121-101010-ABCDEFG")
        copy.write_bytes(victim.read_bytes()[:-1] + b"x")
        carry()
        run = second.go("sync")
        status = second.go("sync", "status").stdout
        assert second.people() == first.people() and "conflict" in (run.stdout + run.stderr + status).lower(), (run, status)
        return count
    finally:
        for each in pair:
            each.end()


def main():
    missing = [program for program in NEEDED if not shutil.which(program)]
    if missing:
        skip(f"{', '.join(missing)} is not installed")
    with fresh() as at:
        at = pathlib.Path(at)
        at.chmod(0o755)
        dav, pair = by_apache(at), by_syncthing(at)
    print(f"two laptops by Apache's WebDAV ({dav} objects) and by a pair of Syncthing ({pair} objects), nothing readable there")


if __name__ == "__main__":
    main()
