#!/usr/bin/env python3
"""Backups: read by another program from the document alone (F6); and a machine that stops at each call on the way of making and
restoring one (rows "backup" and "restore" of what a cut may leave)."""

import json
import re
import shutil
import subprocess
import sys

from common import ROOT, Section, binary, fresh, need_root
from suite_format import PEOPLE, texts

sys.path.insert(0, str(ROOT / "tests/data/vectors"))
import backup  # noqa: E402

CALLS = "fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,ftruncate"


def made(home):
    section = Section(home)
    section.run("init")
    for number, (given, family) in enumerate(PEOPLE):
        mail = f"email=nom{number}@example.net"
        section.run("member", "add", f"nom={family}", f"prénom={given}", mail, "joined=2026-01-05", "--yes")
    section.run("notice", "queue", "welcome", "--from", "Section <team@example.org>", "--yes")
    return section


def reader():
    """F6."""
    with fresh() as home:
        section = made(home)
        section.run("backup", "create", "whole.backup")
        path = section.home / "whole.backup"
        found = backup.read(path, section.key)
        commit, records, log = found["parts"]["roster"]
        people = [set(texts(record)) for (kind, _), record in records.items() if kind == 1]
        assert len(people) == len(PEOPLE) and all(any({g, f} <= words for words in people) for g, f in PEOPLE), people
        assert set(found["parts"]) == {"roster", "dues", "organizing"} and len(log) >= len(PEOPLE), log
        # A value for each member and each message, and those of the campaign.
        assert len(found["outbox"]) > len(PEOPLE), found["outbox"]
        shown = json.loads(section.run("backup", "verify", "whole.backup", "--json").stdout)["value"]["backup"]
        assert [part["commit"] for part in shown["parts"]] == [part[0] for part in found["parts"].values()], shown
        # Fed something bad: it must refuse what is not as the document says.
        tar = backup.opened(section.key, path.read_bytes())
        public = re.search(r"age1\w+", section.key.read_text()).group(0)
        for at in range(600, len(tar), max(1, len(tar) // 40)):
            if not any(tar[at:at + 16]):
                continue
            bad = tar[:at] + bytes([tar[at] ^ 1]) + tar[at + 1:]
            sealed = subprocess.run(["age", "-r", public], input=bad, capture_output=True, check=True).stdout
            (section.home / "bad.backup").write_bytes(sealed)
            try:
                backup.read(section.home / "bad.backup", section.key)
            except (ValueError, KeyError, IndexError, AssertionError, TypeError, backup.tarfile.TarError):
                pass
            else:
                sys.exit(f"F6 FAILED: byte {at} does not count")
            ours = section.run("backup", "verify", "bad.backup", check=False)
            assert ours.returncode == 13, (at, ours.returncode, ours.stderr)
    return f"F6: a backup of {len(PEOPLE)} people is read by another program, from the document"


def stopped(section, number, *args):
    """Runs a command that is killed at its n-th call of these; whether it came to its end."""
    inject = f"inject={CALLS}:signal=KILL:when={number}"
    run = section.run(*args, check=False, before=["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={CALLS}", "-e", inject])
    return run.returncode == 0


def restored(section, folder):
    command = [binary(), "--lang", "en", "--vault", str(folder), "--identity", str(section.key), "--on", "2026-11-21"]
    return subprocess.run([*command, "member", "list", "--yes"], env=section.environment(), capture_output=True, text=True)


def cuts():
    """A5, rows "backup" and "restore"."""
    with fresh() as home:
        section = made(home)
        section.run("backup", "create", "whole.backup")
        file, folder, config = section.home / "cut.backup", section.home / "again", section.home / ".config"
        kept = section.home / "config.before"
        shutil.copytree(config, kept)
        counts = []
        for args, place in ((("backup", "create", file), file), (("backup", "restore", "whole.backup", folder), folder)):
            number = 1
            while not stopped(section, number, *args):
                if place == file and file.exists():
                    section.run("backup", "verify", file)
                if place == folder and folder.exists() and any(folder.iterdir()):
                    found = restored(section, folder)
                    assert found.returncode == 0 and all(family in found.stdout for _, family in PEOPLE), found.stderr
                    assert "unknown" in subprocess.run(
                        [binary(), "--lang", "en", "--vault", str(folder), "--identity", str(section.key), "notice", "status"],
                        env=section.environment(), capture_output=True, text=True).stdout
                # A cut leaves at most what lies beside, sealed; it is not in the way of the next try.
                file.unlink(missing_ok=True)
                for left in [folder, *section.home.glob(".new-*")]:
                    shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
                shutil.rmtree(config)
                shutil.copytree(kept, config)
                section.run("member", "list", "--yes")
                number += 1
                assert number < 2_000
            assert place.exists() and number > 5, (args, number)
            counts.append(number)
    return f"A5: a backup killed at {counts[0]} calls, a restore at {counts[1]}: nothing, or the whole"


def main():
    need_root()
    for harness in (reader, cuts):
        print(harness(), flush=True)


if __name__ == "__main__":
    main()
