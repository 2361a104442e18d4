"""Reads a backup by docs/format.md alone, with the standard `age` program and nothing of ours."""

import io
import subprocess
import sys
import tarfile

from common import ROOT

sys.path.insert(0, str(ROOT / "tests/data/vectors"))
import make  # noqa: E402

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
