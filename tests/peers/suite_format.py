#!/usr/bin/env python3
"""The bytes on disk are the ones of docs/format.md: a vault that the program made is read by the independent program of
tests/data/vectors, with the standard `age` program for the slots and nothing else (security check D13, the other way)."""

import json
import pathlib
import re
import subprocess
import sys
import tomllib

from common import ROOT, Section, fresh

sys.path.insert(0, str(ROOT / "tests/data/vectors"))
import make  # noqa: E402

PEOPLE = [("Camille", "Exemple"), ("Dominique", "Modèle"), ("Éloïse", "D'Exemple-Fictive")]


def texts(value):
    """Every text in a decoded record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def data_keys(section, compartment):
    slot = subprocess.run(
        ["age", "-d", "-i", section.key, section.vault / f"keys/{compartment}.age"], capture_output=True, check=True
    ).stdout
    slot = tomllib.loads(slot.decode())
    assert slot["format"] == 1 and slot["compartment"] == compartment and len(slot["holders"]) == 2
    return bytes.fromhex(slot["vault"]), {k["generation"]: bytes.fromhex(k["data"]) for k in slot["key"]}


def read(section):
    """All that the vault holds, by the document alone."""
    header = (section.vault / "header.toml").read_bytes()
    state = make.read_journal((section.vault / "journal").read_bytes())
    out = {}
    for name, number in make.COMPARTMENTS.items():
        vault, keys = data_keys(section, name)
        assert vault.hex() == tomllib.loads(header.decode())["vault"]
        out[name] = make.open_compartment(state, header, vault, number, keys)
    return out


def refused(section, what, spoil):
    try:
        spoil()
        read(section)
    except (ValueError, AssertionError, IndexError, KeyError, subprocess.CalledProcessError):
        return
    sys.exit(f"D13 FAILED: {what} was read")


def main():
    programs = [(name, args) for name in ("make.py", "holders.py") for args in ("--self-test", "--check")]
    for name, args in programs:
        run = subprocess.run([sys.executable, ROOT / "tests/data/vectors" / name, args], capture_output=True, text=True)
        print(run.stdout.strip())
        assert run.returncode == 0, run.stderr
    with fresh() as home:
        section = Section(home)
        section.run("init")
        for given, family in PEOPLE:
            section.run("member", "add", f"nom={family}", f"prénom={given}", "--yes")
        shown = json.loads(section.run("member", "list", "--format", "json", "--yes", "--standing", "all").stdout)
        ids = set(re.findall(r"\b[0-9a-f]{32}\b", json.dumps(shown)))
        assert len(ids) == len(PEOPLE), shown
        first = sorted(ids)[0]
        section.run("member", "edit", first, "site=Siège")
        read_back = read(section)
        root, records, log = read_back["roster"]
        people = {ident.hex(): set(texts(value)) for (kind, ident), value in records.items() if kind == 1}
        assert set(people) == ids, "other people"
        for given, family in PEOPLE:
            assert any({given, family} <= words for words in people.values()), (given, people)
        assert "Siège" in people[first]
        assert [sorted(verb for verb, _ in entry[6]) for entry in log] == [[1], [1], [1], [2]], log
        assert root[1] == 5 and read_back["dues"][1] == {} and read_back["organizing"][1] == {}
        # Fed something bad: its own reader must refuse what is not as the document says.
        journal = section.vault / "journal"
        whole = journal.read_bytes()
        for what, bad in (("a changed byte", whole[:700] + bytes([whole[700] ^ 1]) + whole[701:]),
                          ("a missing end", whole[:-200]), ("another magic", b"x" + whole[1:])):
            refused(section, what, lambda: journal.write_bytes(bad))
        journal.write_bytes(whole)
        header = section.vault / "header.toml"
        refused(section, "a changed header", lambda: header.write_bytes(header.read_bytes() + b"\n"))
    print(f"D13: a vault with {len(PEOPLE)} people is read by another program, from the document")


if __name__ == "__main__":
    main()
