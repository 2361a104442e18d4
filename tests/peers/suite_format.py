#!/usr/bin/env python3
"""The bytes on disk are the ones of docs/format.md: a vault that the program made is read by the independent program of
tests/data/vectors, with the standard `age` program for the slots and nothing else (security check D13, the other way)."""

import json
import pathlib
import re
import subprocess
import sys
import tomllib

from common import ROOT, Section, fresh, inner

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


def slot(section, compartment, name):
    plain = subprocess.run(
        ["age", "-d", "-i", section.key, inner(section.vault) / f"keys/{name}.age"], capture_output=True, check=True
    ).stdout.decode()
    slot, signed, signature = make.read_slot(plain)
    if (slot["format"], slot["compartment"], len(slot["holders"]), len(slot["key"])) != (2, compartment, 2, 1):
        raise ValueError("not a slot of this compartment")
    return slot, signed, signature


def read(section):
    """All that the vault holds, by the document alone."""
    head = tomllib.loads((section.vault / "head").read_text())
    assert (section.vault / "head").read_bytes() == (section.vault / "head.2").read_bytes() and set(head) == {"format", "vault", "turn"}
    place, vault, turn = inner(section.vault), bytes.fromhex(head["vault"]), bytes.fromhex(head["turn"])
    slots = {name: slot(section, name, name) for name in make.COMPARTMENTS}
    keys = {name: bytes.fromhex(text["key"][0]["data"]) for name, (text, *_) in slots.items()}
    state = make.read_journal((place / "journal").read_bytes(), keys["roster"], vault, turn)
    members = make.unseal(make.use(keys["roster"], "members"), vault, 0xFC, bytes(16), (place / "members").read_bytes())
    devices, heads, (tag, commitments) = make.holders_of(members, vault)
    if (list(commitments), tag, turn) != (*make.turn_of(keys), tag):
        raise ValueError("the keys are not those of the statement")
    out = {}
    for name, number in make.COMPARTMENTS.items():
        text, signed, signature = slots[name]
        writer = devices[bytes.fromhex(text["writer"])]
        make.verified(writer[0], b"slot", signed, signature)
        if (text["vault"], text["turn"], text["heads"]) != (vault.hex(), turn.hex(), [h.hex() for h in heads]) or writer[2:] != (0, 1):
            raise ValueError("the slot rests on other statements")
        if set(text["holders"]) != {recipient for _, recipient, *_ in devices.values()}:
            raise ValueError("the slot has other holders")
        if (place / f"keys/{name}.age").read_bytes() != (place / f"keys/{name}.2.age").read_bytes():
            raise ValueError("the copies of the slot differ")
        out[name] = make.open_compartment(state, heads, devices, vault, number, {turn: keys[name]})
    return out


def refused(section, what, spoil):
    try:
        spoil()
        read(section)
    except (ValueError, AssertionError, IndexError, KeyError, subprocess.CalledProcessError):
        return
    sys.exit(f"D13 FAILED: {what} was read")


def main():
    programs = [(name, args) for name in ("make.py", "holders.py", "backup.py") for args in ("--self-test", "--check")]
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
        section.run("member", "edit", first, "étiquettes=relais")
        read_back = read(section)
        root, records, log = read_back["roster"]
        people = {ident.hex(): set(texts(value)) for (kind, ident), value in records.items() if kind == 1}
        assert set(people) == ids, "other people"
        for given, family in PEOPLE:
            assert any({given, family} <= words for words in people.values()), (given, people)
        assert "Siège" in people[first]
        assert [sorted(verb for verb, _ in entry[6]) for entry in log] == [[1], [1], [1], [2]], log
        # What the section says of somebody lies apart, under the same name; the roster knows neither it nor that it was said.
        assert root[1] == 5 and read_back["dues"][1] == {}
        apart = {ident.hex(): set(texts(value)) for (kind, ident), value in read_back["organizing"][1].items() if kind == 1}
        assert apart == {first: {"relais"}} and all("relais" not in words for words in people.values()), apart
        # What a part was before is kept beside it, under another name.
        assert sorted(kind for kind, _ in records) == [1, 1, 1, 10], records.keys()
        assert sorted(kind for kind, _ in read_back["organizing"][1]) == [1, 10]
        # Fed something bad: its own reader must refuse what is not as the document says.
        journal = inner(section.vault) / "journal"
        whole = journal.read_bytes()
        for what, bad in (("a changed byte", whole[:700] + bytes([whole[700] ^ 1]) + whole[701:]),
                          ("a missing end", whole[:-200]), ("another magic", b"x" + whole[1:])):
            refused(section, what, lambda: journal.write_bytes(bad))
        journal.write_bytes(whole)
        place = inner(section.vault)
        for name in ("members", "keys/roster.age", "keys/dues.age", "keys/dues.2.age"):
            good = (place / name).read_bytes()
            changed = good[:-30] + bytes([good[-30] ^ 1]) + good[-29:]
            refused(section, f"changed {name}", lambda: (place / name).write_bytes(changed))
            (place / name).write_bytes(good)
        read(section)
        head = section.vault / "head"
        refused(section, "a changed pointer", lambda: head.write_bytes(head.read_bytes() + b"\n"))
    print(f"D13: a vault with {len(PEOPLE)} people is read by another program, from the document")


if __name__ == "__main__":
    main()
