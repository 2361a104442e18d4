#!/usr/bin/env python3
"""Reads and makes backups by docs/format.md alone, with the standard `age` program and nothing of ours.

backup.py makes the samples in backup/ anew that are not there; --check reads all of them; --self-test needs no age.
"""

import io
import pathlib
import shutil
import subprocess
import sys
import tarfile

import make
from make import DEVICE, FOUNDING, HEADS, PEOPLE, SEED, TURN, VAULT, blake3, cbor, fixed, signed

HERE = pathlib.Path(__file__).parent
KEY = HERE / "vault-2/key.txt"
TIME = 1_790_000_000_000
PLAIN, INNER = ["about.txt", "members"], ["keys", "data", "log"]


def opened(key, sealed):
    run = subprocess.run(["age", "-d", "-i", str(key)], input=sealed, capture_output=True)
    if run.returncode:
        raise ValueError(run.stderr.decode())
    return run.stdout


def sequence(data):
    """The items of a CBOR sequence, each with its bytes."""
    at = 0
    while at < len(data):
        item, end = make.uncbor(data, at)
        yield item, data[at:end]
        at = end


def padded(length):
    """Padmé: the length up to which a length is filled."""
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return length + mask & ~mask


def files_of(tar):
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        files = [(member.name, archive.extractfile(member).read()) for member in archive.getmembers()]
    name, zeros = files.pop()
    bare = sum(512 + len(data) + -len(data) % 512 for _, data in files) + 512 * 3
    if name != "pad" or any(zeros) or len(tar) != padded(bare) or len(zeros) != len(tar) - bare:
        raise ValueError("not filled up as the document says")
    return files


def read(path, key):
    """What a backup says, and what lies in each part that the key opens: its state, its records by kind and name, its log."""
    files = files_of(opened(key, path.read_bytes()))
    name, manifest = files.pop()
    body, signature = manifest[:-64], manifest[-64:]
    layout, vault, heads, turn, replica, parts, time, signer, hashes = make.uncbor(body)[0]
    if (name, layout, make.cbor(make.uncbor(body)[0])) != ("manifest", 1, body):
        raise ValueError("not a manifest")
    names = [compartment for compartment, number in make.COMPARTMENTS.items() if number in [part[0] for part in parts]]
    expected = PLAIN + [f"{folder}/{part}.age" for part in names for folder in INNER] + ["outbox.age"]
    if [name for name, _ in files] != expected or hashes != [[name, make.blake3(data)] for name, data in files]:
        raise ValueError("the files are not those of the manifest")
    files = dict(files)
    devices, last, (tag, commitments) = make.holders_of(files["members"], vault)
    public, _, kind, roles = devices[signer]
    make.verified(public, b"backup", body, signature)
    if (heads, turn, kind) != (last, tag, 0):
        raise ValueError("the manifest is of another state")
    keys, found = {}, {}
    for name, (number, commit, _, _, count, log_len, log_head, _) in zip(names, parts):
        try:
            plain = opened(key, files[f"keys/{name}.age"]).decode()
        except ValueError:
            continue
        slot, signed, by = make.read_slot(plain)
        make.verified(devices[bytes.fromhex(slot["writer"])][0], b"slot", signed, by)
        keys[name] = bytes.fromhex(slot["key"][0]["data"])
        if make.derive_key("contrepoids vault format 2 commitment", bytes([number]) + keys[name]) != commitments[number]:
            raise ValueError("another key")
        records = {}
        for (kind, ident, record), _ in sequence(opened(key, files[f"data/{name}.age"])):
            records[(kind, ident)] = record
        log, before = [], bytes(32)
        for entry, data in sequence(opened(key, files[f"log/{name}.age"])):
            if entry[1:3] != [len(log) + 1, before]:
                raise ValueError("the log is no chain")
            log, before = log + [entry], make.blake3(data)
        if (len(records), len(log), before) != (count, log_len, log_head):
            raise ValueError("not all that the manifest says")
        found[name] = (commit, records, log)
    outbox = [item for item, _ in sequence(opened(key, files["outbox.age"]))]
    return {"vault": vault, "time": time, "replica": replica, "roles": roles, "parts": found, "outbox": outbox}


def header(name, length):
    out = bytearray(512)

    def put(at, data):
        out[at:at + len(data)] = data

    put(0, name.encode())
    for at, digits, number in ((100, 7, 0o600), (108, 7, 0), (116, 7, 0), (124, 11, length), (136, 11, TIME // 1000)):
        put(at, f"{number:0{digits}o}".encode() + b"\0")
    put(148, b" " * 8 + b"0")
    put(257, b"ustar\00000")
    put(148, f"{sum(out):06o}".encode() + b"\0")
    return bytes(out)


def packed(files):
    out = b"".join(header(name, len(data)) + data + bytes(-len(data) % 512) for name, data in files)
    zeros = padded(len(out) + 512 * 3) - len(out) - 512 * 3
    return out + header("pad", zeros) + bytes(zeros + 1024)


def sealed(content):
    return subprocess.run(["age", "-r", make.public()], input=content, capture_output=True, check=True).stdout


def content():
    """What lies in the parts of a vault of two people: records and log of each."""
    out = {name: (b"", b"", 0, 0, bytes(32)) for name in make.COMPARTMENTS}
    records, log, head = b"", b"", bytes(32)
    for number, (ident, text) in enumerate(PEOPLE.items(), 1):
        record = make.record({(60_000, None): ((TIME + number) << 16, DEVICE, text)})
        records += bytes([0x83, 1]) + cbor(ident) + record
        entry = make.log_entry(number, head, TIME + number, DEVICE, number, [(1, ident)], [])
        log, head = log + entry, blake3(entry)
    out["roster"] = (records, log, len(PEOPLE), len(PEOPLE), head)
    return out


def made(spoil=lambda manifest: None, seed=SEED, more=lambda files: None):
    """A backup; `spoil` changes what the manifest says, `more` the files before they are hashed."""
    files, parts = [["about.txt", b"a sample\n"], ["members", cbor([[FOUNDING], []])]], []
    for name, (records, log, count, length, head) in content().items():
        files.append([f"keys/{name}.age", (HERE / f"vault-2/{TURN.hex()}/keys/{name}.age").read_bytes()])
        files += [[f"data/{name}.age", sealed(records)], [f"log/{name}.age", sealed(log)]]
        number = make.COMPARTMENTS[name]
        parts.append([number, 7 + number, TIME, fixed(f"state {number}", 32), count, length, head, TIME << 16])
    files.append(["outbox.age", sealed(cbor([fixed("name", 16), b"value"]))])
    more(files)
    manifest = [1, VAULT, HEADS, TURN, fixed("replica", 8), parts, TIME, DEVICE, [[name, blake3(data)] for name, data in files]]
    spoil(manifest)
    body = cbor(manifest)
    return sealed(packed(files + [["manifest", body + signed(seed, b"backup", body)]]))


def turned(files):
    files[2], files[3] = files[3], files[2]


def samples():
    """The samples by name: how each is made, and whether it is one."""

    def count(manifest):
        manifest[5][0][4] += 1

    def order(manifest):
        manifest[5].reverse()

    return {
        "good": (made, True),
        "signed by nobody": (lambda: made(seed=fixed("a stranger", 32)), False),
        "of other heads": (lambda: made(lambda m: m.__setitem__(2, [fixed("head", 32)])), False),
        "of another turn": (lambda: made(lambda m: m.__setitem__(3, b"1234")), False),
        "of another vault": (lambda: made(lambda m: m.__setitem__(1, fixed("vault", 16))), False),
        "one record more": (lambda: made(count), False),
        "parts out of order": (lambda: made(order), False),
        "another layout": (lambda: made(lambda m: m.__setitem__(0, 2)), False),
        "a hash that does not fit": (lambda: made(lambda m: m[8].__setitem__(0, ["about.txt", bytes(32)])), False),
        "files out of order": (lambda: made(more=turned), False),
        "a file more": (lambda: made(more=lambda files: files.append(["x", b""])), False),
    }


def check():
    for name, (_, good) in samples().items():
        path = HERE / f"backup/{name}.age"
        try:
            found = read(path, KEY)
        except (ValueError, KeyError, IndexError):
            assert not good, f"{name} is not read"
            continue
        assert good, f"{name} is read"
        people = {ident: record for (kind, ident), record in found["parts"]["roster"][1].items() if kind == 1}
        assert set(people) == set(PEOPLE) and found["outbox"] == [[fixed("name", 16), b"value"]]
    return f"{len(samples())} samples of backups, one of them good"


def self_test():
    assert (padded(8_705), padded(9_216), padded(70_000)) == (9_216, 9_216, 71_680)
    tar = packed([["a", b"b" * 700]])
    assert files_of(tar) == [("a", b"b" * 700)]
    print("the archive is one, its length tells little")


def main():
    if "--self-test" in sys.argv:
        return self_test()
    if "--check" in sys.argv:
        return print(check() if shutil.which("age") else "the age program is not here: the samples were not opened")
    (HERE / "backup").mkdir(exist_ok=True)
    for name, (sample, _) in samples().items():
        path = HERE / f"backup/{name}.age"
        if not path.exists():
            path.write_bytes(sample())
    print("made")


if __name__ == "__main__":
    main()
