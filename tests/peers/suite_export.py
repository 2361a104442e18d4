"""Exports beside the standard programs: checks A7 (hand over from a medium that cannot be written), B7, D6, F3, F4.

Debian's `age` and `rage` open what we wrote and we open what they wrote, byte for byte; Python reads the table, in
which no cell starts a formula; a file changed in one bit gives nothing; the log is durable before the file is there.
"""

import csv
import io
import json
import os
import pathlib
import pty
import random
import re
import shutil
import subprocess
import sys

import common

TRIGGERS = "=+-@\t\r\n\0＝＋－＠﹦﹢﹣−"
STEP = 65536
CANARIES = ["Zphqx-CANARI-emploi", "Zphqx-CANARI-service", "Zphqx-CANARI-marque", "+33199001234"]


def starts_formula(cell):
    """What LibreOffice and Excel could take for a formula, after what they pass over."""
    return bool(cell) and (cell[0] in TRIGGERS or cell.lstrip(" \u00a0\ufeff\"")[:1] in tuple(TRIGGERS))


def hostile():
    """Names that the roster takes and a spreadsheet must not run."""
    heads = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "−", "'=", "''=", '"=', ';=', ",=", "|=", "\u00a0=", "’="]
    tails = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://example.org";"x")', "SUM(A1)", "Exemple"]
    names = [head + tail for head in heads for tail in tails]
    names += ["O'Exemple", "d’Été", "Exemple;Fictif", 'Cam"ille', "É", "Exemple, Dr", "𝒵èbre", "Exemple  Deux"]
    return names


def people():
    rows = []
    for n, name in enumerate(hostile()):
        rows.append({
            "Nom": name, "Prénom": f"Camille {letters(n)}", "Courriel": f"member{n}@example.org",
            "Téléphone": CANARIES[3], "Adresse": "1 rue de l’Exemple", "Code postal": "01000", "Ville": "Exempleville",
            "Site": "=Site 1", "Service": CANARIES[1], "Emploi": CANARIES[0], "Étiquettes": CANARIES[2],
            "Date d'adhésion": "01/02/2020",
        })
    return rows


def letters(n):
    return "".join(chr(97 + n // 26**k % 26) for k in range(3))


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def keygen(path):
    """A key made by the peer, and its public part."""
    subprocess.run(["age-keygen", "-o", path], check=True, capture_output=True)
    os.chmod(path, 0o600)
    return re.search(r"age1\w+", pathlib.Path(path).read_text()).group(0)


def peer(name, key, path):
    run = subprocess.run([name, "-d", "-i", str(key), str(path)], capture_output=True)
    assert run.returncode == 0, (name, run.stderr)
    return run.stdout


def ours(section, key, path):
    """Our own reader, which needs no vault."""
    run = subprocess.run(
        [common.binary(), "export", "open", str(path), "--identity", str(key), "--lang", "en"],
        env=section.environment(), cwd=section.home, stdin=subprocess.DEVNULL, capture_output=True,
    )
    return run


def opened(section, key, path):
    run = ours(section, key, path)
    assert run.returncode == 0, run.stderr
    return run.stdout


def table(content):
    assert content.startswith(b"\xef\xbb\xbf") and len(content) % STEP == 0
    rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";") if row]
    assert all(len(row) == len(rows[0]) for row in rows)
    return rows


def restored(cell):
    return cell[1:] if cell.startswith("'") and starts_formula_after_marks(cell[1:]) else cell


def starts_formula_after_marks(text):
    """As the program marks it: after spaces, quotes and separators."""
    return text.lstrip(" \u00a0\ufeff'\"’‘“”«»`;,|")[:1] in tuple(TRIGGERS)


def interop(section, keys):
    (one, first), (two, second) = keys
    contents = {}
    for shape in ("csv", "json"):
        for armor in ([], ["--armor"]):
            out = section.home / f"r{len(armor)}.{shape}.age"
            said = json.loads(section.run(
                "export", "roster", "--to", first, "--to", second, "--to", first, "--format", shape, *armor,
                "--out", out, "--yes", "--json",
            ).stdout)["value"]
            assert said["readers"] == [first, second] and said["logged"] is True, said
            assert out.stat().st_mode & 0o777 == 0o600
            all_ways = {
                opened(section, one, out), opened(section, two, out), peer("age", one, out), peer("age", two, out),
                peer("rage", one, out), peer("rage", two, out),
            }
            assert len(all_ways) == 1, f"{shape} {armor}: the programs differ"
            contents[shape] = all_ways.pop()
            # The writer is no reader.
            assert ours(section, section.key, out).returncode == 12
            piped = section.home / "piped.age"
            with open(piped, "wb") as to:
                run = subprocess.run(
                    section.command("export", "roster", "--to", first, "--format", shape, *armor, "--yes"),
                    env=section.environment(), cwd=section.home, stdin=subprocess.DEVNULL, stdout=to,
                )
            assert run.returncode == 0 and peer("age", one, piped) == contents[shape]
    # What the peers wrote, we open.
    plain = section.home / "plain"
    for size in (0, 1, 65535, 65536, 65537, 300_000):
        plain.write_bytes(random.randbytes(size))
        for name in ("age", "rage"):
            for armor in ([], ["-a"]):
                out = section.home / "peer.age"
                out.unlink(missing_ok=True)
                subprocess.run([name, *armor, "-r", first, "-r", second, "-o", out, plain], check=True)
                assert opened(section, two, out) == plain.read_bytes(), (name, armor, size)
    print("age, rage and ours read each other, byte for byte")
    return contents


def spreadsheet(section, contents):
    rows = table(contents["csv"])
    found = sorted(restored(row[0]) for row in rows[1:])
    names = sorted(" ".join(name.replace("\u00a0", " ").split()) for name in hostile())
    assert len(found) == len(names)
    bad = [cell for row in rows for cell in row if starts_formula(cell)]
    assert not bad, bad
    assert sum(1 for row in rows[1:] if row[0].startswith("'")) > 80
    everything = contents["csv"] + contents["json"]
    assert not [c for c in CANARIES if c.encode() in everything], "another column came out"
    document = json.loads(contents["json"])
    assert document["schema"] == "contrepoids.export.roster-content/1" and len(contents["json"]) % STEP == 0
    assert sorted(person["family"] for person in document["people"]) == found
    # Our own import takes it back: everybody is there already, nobody is doubled.
    back = section.home / "back.csv"
    back.write_bytes(contents["csv"])
    other = common.Section(section.home / "other")
    other.home.mkdir()
    other.run("init")
    other.run("member", "import", back, "--map", "id=-", "--apply", "--yes")
    listed = json.loads(other.run("member", "list", "--json", "--standing", "all", "--yes").stdout)
    text = json.dumps(listed, ensure_ascii=False)
    lost = [name for name in found if json.dumps(name, ensure_ascii=False)[1:-1] not in text]
    assert not lost, lost
    print(f"{len(found)} hostile names: no cell starts a formula, every name comes back")


def tampering(section, key, path):
    content = path.read_bytes()
    header = content.index(b"\n---") + 60
    places = list(range(0, header, 7)) + random.sample(range(header, len(content)), 40) + [len(content) - 1]
    changed = section.home / "changed.age"
    for at in places:
        data = bytearray(content)
        data[at] ^= 1 << random.randrange(8)
        changed.write_bytes(data)
        run = ours(section, key, changed)
        assert run.returncode in (1, 12, 13) and not run.stdout, (at, run.returncode)
    for end in [0, 1, header, len(content) // 2, len(content) - 1]:
        changed.write_bytes(content[:end])
        run = ours(section, key, changed)
        assert run.returncode in (1, 12, 13) and not run.stdout, end
    print(f"{len(places)} bits flipped, 5 cuts: all refused, no byte of content written")


def order(section, public):
    """F4: the entry of the log is on the disk before the file has its name."""
    if not shutil.which("strace"):
        common.skip("no strace")
    trace, out = section.home / "trace", section.home / "ordered.age"
    section.run(
        "export", "roster", "--to", public, "--out", out, "--yes",
        before=["strace", "-f", "-y", "-o", trace, "-e", "trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat"],
    )
    lines = trace.read_text().splitlines()
    logged = max(n for n, line in enumerate(lines) if "sync(" in line and "store/db" in line)
    named = [n for n, line in enumerate(lines) if "ordered.age" in line and ("rename" in line or "link" in line)]
    # What the device remembers of the vault is written beside, too; this is of the file.
    synced = [n for n, line in enumerate(lines) if "sync(" in line and "/.new-" in line and "/seen/" not in line]
    assert named and synced and logged < synced[0] < named[0], "\n".join(lines)
    assert any("sync(" in line for line in lines[named[0] + 1:]), "the folder was not synced"
    print("the log is durable before the file is there, the file before it has its name")


def terminal(section, public):
    """Bytes are not written to a terminal; text is."""
    for armor, code in (([], 1), (["--armor"], 0)):
        pid, fd = pty.fork()
        if pid == 0:
            command = section.command("export", "roster", "--to", public, "--yes", *armor)
            os.chdir(section.home)
            os.execve(command[0], command, section.environment())
        shown = b""
        while True:
            try:
                part = os.read(fd, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(fd)
        assert status == code, (status, shown[:300])
        assert (b"BEGIN AGE" in shown) == bool(armor) and b"age-encryption.org" not in shown
    print("a terminal gets text or nothing")


def unwritable(section, key, public):
    """A7: a read-only medium and a full disk still hand over, to another place, and say that no trace is left."""
    if os.geteuid() != 0:
        common.skip("a read-only medium and a full disk need root")
    command = section.command("export", "roster", "--to", public, "--out", section.home / "rescued.age", "--json", "--yes")
    for name, mount in (
        ("read-only medium", 'mount --bind "$V" "$V" && mount -o remount,ro,bind "$V"'),
        ("full disk", 'mount -t tmpfs -o size=4m,mode=700 tmpfs "$M" && cp -a "$V/." "$M" && '
                      '{ cat /dev/zero > "$M/.new-fill" 2>/dev/null; :; } && mount --bind "$M" "$V"'),
    ):
        (section.home / "m").mkdir(exist_ok=True)
        (section.home / "rescued.age").unlink(missing_ok=True)
        env = section.environment(V=str(section.vault), M=str(section.home / "m"))
        run = subprocess.run(
            ["unshare", "-m", "sh", "-c", f'{mount} && exec "$@"', "sh", *command],
            env=env, cwd=section.home, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )
        assert run.returncode == 0, (name, run.returncode, run.stdout, run.stderr)
        said = json.loads(run.stdout)["value"]
        assert said["logged"] is False and "no trace" in run.stderr, (name, run.stdout, run.stderr)
        assert len(table(opened(section, key, section.home / "rescued.age"))) == len(hostile()) + 1
        print(f"{name}: handed over to another place, and said that no trace is left")


def self_test():
    assert all(starts_formula(c) for c in ["=1", "+1", "-1", "@x", "＝1", "\t=1", " =1", "\u00a0=1"])
    assert not any(starts_formula(c) for c in ["", "'=1", "Exemple", "a=b", "x@example.org", "01/02/2020"])
    assert restored("'=1") == "=1" and restored("'t Exemple") == "'t Exemple"


def main():
    self_test()
    for name in ("age", "age-keygen", "rage"):
        if not shutil.which(name):
            common.skip(f"no {name}")
    random.seed(common.seed())
    with common.fresh(common.memory()) as home:
        section = common.Section(home)
        section.run("init")
        write_csv(section.home / "people.csv", people())
        section.run("member", "import", "people.csv", "--apply", "--yes")
        keys = []
        for name in ("one.txt", "two.txt"):
            keys.append((section.home / name, keygen(section.home / name)))
        contents = interop(section, keys)
        spreadsheet(section, contents)
        tampering(section, keys[0][0], section.home / "r0.csv.age")
        order(section, keys[0][1])
        terminal(section, keys[0][1])
        unwritable(section, *keys[0])


if __name__ == "__main__":
    sys.exit(main())
