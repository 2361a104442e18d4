#!/usr/bin/env python3
"""What a shared place holds is what docs/sync.md says: each object is read by the independent program of tests/data/vectors, with
the standard `age` program for slots and turns, and nothing else.

Two laptops and a treasurer's share a section over a folder. Every file has the size, the name, the hash, the place, the signature and
the parts of the document; who holds the dues alone opens no other part; a changed bit, a moved and a renamed file are refused.
"""

import json
import pathlib
import re
import struct
import subprocess
import sys
import tomllib

from common import ROOT, fresh, inner, memory
from suite_sharing import Laptop

sys.path.insert(0, str(ROOT / "tests/data/vectors"))
import make  # noqa: E402
from backup import opened as unlocked, sequence  # noqa: E402

TREE = 0xFB
NUMBERS = {"roster": 1, "dues": 2, "organizing": 3}
CHANGES, SNAPSHOT, PRESENCE, TURN = 1, 2, 3, 4


def tag(context, *what):
    return make.derive_key(f"contrepoids 2 sync {context}", b"".join(what))[:10].hex()


def name_of(writer, number, part):
    return make.blake3(writer.encode() + struct.pack(">Q", number) + bytes([part]))[:16]


def taken(data):
    """A length of four bytes and what it counts."""
    length = struct.unpack(">I", data[:4])[0]
    if len(data) < 4 + length:
        raise ValueError("shorter than it says")
    return data[4:4 + length], data[4 + length:]


class Holder:
    """What a laptop may open: the statements, and the keys of its slots, of every turn."""

    def __init__(self, laptop):
        head = tomllib.loads((laptop.vault / "head").read_text())
        self.key, self.vault = laptop.key, bytes.fromhex(head["vault"])
        self.keys = {}
        for name in NUMBERS:
            run = subprocess.run(["age", "-d", "-i", laptop.key, inner(laptop.vault) / f"keys/{name}.age"], capture_output=True)
            if run.returncode == 0:
                slot, *_ = make.read_slot(run.stdout.decode())
                self.keys[name] = {bytes.fromhex(key["turn"]): bytes.fromhex(key["data"]) for key in slot["key"]}
        turn = bytes.fromhex(head["turn"])
        members = make.use(self.keys["roster"][turn], "members")
        plain = make.unseal(members, self.vault, 0xFC, bytes(16), (inner(laptop.vault) / "members").read_bytes())
        self.devices, self.heads, _ = make.holders_of(plain, self.vault)
        # Those of before, too: who has left wrote objects that stay.
        self.known = dict(self.devices)

    def envelope(self, body, signature, path):
        """What an object says of itself, signed by a device that holds the vault."""
        read = make.uncbor(body)[0]
        if make.cbor(read) != body or len(read) != 13:
            raise ValueError("not an envelope")
        layout, least, vault, kind, device, replica, number, *_ = read
        if (layout, least, vault) != (1, 1, self.vault):
            raise ValueError("of another vault or layout")
        place, writer, file = path
        if (place, writer) != (tag("place", vault), tag("writer", vault, device, replica)) or int(file[:8]) != number:
            raise ValueError("it does not lie where it belongs")
        make.verified(self.known[device][0], b"object", body, signature)
        return read

    def read(self, root, path):
        """Reads one file: its envelope, and the records of the parts that open."""
        data = path.read_bytes()
        where = path.relative_to(root).parts
        size = len(data)
        if size < 4096 or size > 4 << 20 or size & (size - 1):
            raise ValueError("none of the sizes")
        if where[2] != f"{int(where[2][:8]):08}-{make.blake3(data)[:16].hex()}":
            raise ValueError("not the hash of its name")
        if data[0] == 3:
            age, rest = taken(data[1:])
            signed, statements, slots = make.uncbor(unlocked(self.key, age))[0]
            read = self.envelope(signed[:-64], signed[-64:], where)
            if read[3] != [TURN, 0, 0] or any(rest) or [[p[1], p[2]] for p in read[12]] != [[len(s), make.blake3(s)] for s in slots]:
                raise ValueError("not a turn")
            return read, {}, len(statements)
        if data[0] != 2:
            raise ValueError("no object")
        turn = data[1:5]
        sealed, rest = taken(data[5:])
        signed = self.unseal("roster", turn, name_of(where[1], int(where[2][:8]), 0), sealed)
        read = self.envelope(signed[:-64], signed[-64:], where)
        if read[8] != turn:
            raise ValueError("under another turn than it says")
        parts = {}
        for name, length, digest in read[12]:
            part, rest = rest[:length], rest[length:]
            if make.blake3(part) != digest:
                raise ValueError("not the part that is signed")
            if name in self.keys:
                plain = self.unseal(name, turn, name_of(where[1], read[6], NUMBERS[name]), part)
                parts[name] = [item for item, _ in sequence(plain)]
        if any(rest):
            raise ValueError("something stands behind it")
        return read, parts, 0

    def unseal(self, name, turn, key, sealed):
        return make.unseal(make.use(self.keys[name][turn], "sync"), self.vault, TREE, key, sealed)


def files(root):
    return sorted(path for path in root.rglob("*") if path.is_file())


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def admitted(first, second, place, roles):
    card = json.loads(second.go("sync", "join", "--name", f"Portable {roles}", "--json").stdout)["value"]
    first.go("sync", "invite", card["card"], "--roles", roles, "--words", " ".join(card["words"]), "--yes")
    refused = second.go("sync", "join", place, check=False)
    code = re.search(r"--accept-new \"?([\w-]+)", refused.stderr + refused.stdout)
    assert refused.returncode == 1 and code, refused
    second.go("sync", "join", place, "--accept-new", code.group(1))


def chains(read):
    """Each object names the one before it, and says truly how far its writer had come with the others."""
    hashes = {(one[5], one[6]): digest for one, digest in read}
    for one, _ in read:
        replica, number, before, vector = one[5], one[6], one[7], one[11]
        expected = hashes.get((replica, number - 1), bytes(32) if number == 1 else None)
        assert expected is None or before == expected, "another object came before it"
        for other, _, seen, half in vector:
            known = hashes.get((other, seen))
            assert known is None or known[:16] == half, "what it had seen is another object"


def refused(holder, root, path, what, spoil):
    """Spoils one file, which must not be read, and puts it back."""
    whole = path.read_bytes()
    moved = spoil(path, whole)
    try:
        holder.read(root, moved)
    except (ValueError, KeyError, IndexError, struct.error):
        moved.unlink()
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(whole)
        return
    sys.exit(f"FAILED: {what} was read")


def flipped(at):
    def spoil(path, whole):
        changed = bytearray(whole)
        changed[at] ^= 1
        # Under the hash that it has now: the seals have to tell.
        moved = path.with_name(f"{path.name[:8]}-{make.blake3(bytes(changed))[:16].hex()}")
        path.unlink()
        moved.write_bytes(bytes(changed))
        return moved
    return spoil


def renumbered(path, whole):
    moved = path.with_name(f"{int(path.name[:8]) + 1:08}{path.name[8:]}")
    path.rename(moved)
    return moved


def elsewhere(path, whole):
    other = next(folder for folder in sorted(path.parent.parent.iterdir()) if folder != path.parent)
    moved = other / path.name
    path.rename(moved)
    return moved


def main():
    with fresh(memory()) as at:
        at = pathlib.Path(at)
        root = at / "stick"
        root.mkdir()
        first, second, third = (Laptop(at / name) for name in ("one", "two", "three"))
        first.go("init", "--yes")
        first.adds("Exemple")
        first.go("sync", "add", root)
        admitted(first, second, root, "organizer")
        admitted(first, third, root, "treasurer")
        second.go("sync")
        second.adds("Petit")
        second.go("member", "edit", "Petit", "étiquettes=relais", "--yes")
        for laptop in (second, first, third, second):
            laptop.go("sync")
        holder, treasurer = Holder(first), Holder(third)
        assert set(holder.keys) == set(NUMBERS) and set(treasurer.keys) == {"roster", "dues"}, (holder.keys, treasurer.keys)
        read, kinds, words, hers = [], {}, set(), set()
        for path in files(root):
            try:
                one, parts, _ = holder.read(root, path)
            except ValueError as error:
                # A turn of before is for those who held the vault then.
                raise AssertionError(f"{path}: {error}") from error
            read.append((one, make.blake3(path.read_bytes())))
            kinds[one[3][0]] = kinds.get(one[3][0], 0) + 1
            for records in parts.values():
                words.update(texts(records))
            if one[3][0] != TURN:
                try:
                    _, parts, _ = treasurer.read(root, path)
                except KeyError:
                    continue  # Under the keys of a turn before hers.
                assert "organizing" not in parts
                for records in parts.values():
                    hers.update(texts(records))
        chains(read)
        assert {CHANGES, SNAPSHOT, TURN} <= set(kinds), kinds
        assert {"Exemple", "Petit", "relais"} <= words, words
        assert {"Exemple", "Petit"} <= hers and "relais" not in hers, hers
        # Fed something bad: its own reader must refuse what is not as the document says.
        objects = [path for path in files(root) if path.read_bytes()[0] == 2]
        for path in (objects[0], objects[-1]):
            for what, spoil in (("a changed envelope", flipped(60)), ("a changed turn", flipped(2)), ("a changed end", flipped(-1)),
                                ("another number", renumbered), ("another copy's folder", elsewhere)):
                refused(holder, root, path, what, spoil)
        for path in files(root):
            holder.read(root, path)
    print(f"a shared place is read by another program, from the document: {sum(kinds.values())} files, kinds {sorted(kinds.items())}")


if __name__ == "__main__":
    main()
