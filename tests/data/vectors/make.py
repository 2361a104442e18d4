#!/usr/bin/env python3
"""The vault format of docs/format.md, written a second time, from the document and in plain Python.

    make.py           writes format-2.json and the small vault beside it
    make.py --check   makes them again and compares; opens the slots with the `age` program if there is one
    make.py --self-test   the ciphers against the published examples

It shares no code and no library with the program: ChaCha20-Poly1305 (RFC 8439), HChaCha20
(draft-irtf-cfrg-xchacha-03), BLAKE3 and CBOR stand below, Ed25519 beside. Slow, and for tests alone: never use it for real data.
"""

import hashlib
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tomllib

import ed25519

HERE = pathlib.Path(__file__).resolve().parent

# --- BLAKE3 -----------------------------------------------------------------------------------------------------------

IV = [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19]
PERMUTATION = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8]
CHUNK_START, CHUNK_END, PARENT, ROOT, KEYED, CONTEXT, MATERIAL = 1, 2, 4, 8, 16, 32, 64
MASK = 0xFFFFFFFF


def rotate_right(x, n):
    return ((x >> n) | (x << (32 - n))) & MASK


def compress(cv, block, counter, length, flags):
    v = cv + IV[:4] + [counter & MASK, counter >> 32, length, flags]
    m = list(struct.unpack("<16I", block.ljust(64, b"\0")))

    def g(a, b, c, d, x, y):
        for extra, r1, r2 in ((x, 16, 12), (y, 8, 7)):
            v[a] = (v[a] + v[b] + extra) & MASK
            v[d] = rotate_right(v[d] ^ v[a], r1)
            v[c] = (v[c] + v[d]) & MASK
            v[b] = rotate_right(v[b] ^ v[c], r2)

    for turn in range(7):
        for i in range(4):
            g(i, 4 + i, 8 + i, 12 + i, m[2 * i], m[2 * i + 1])
        for i in range(4):
            g(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[8 + 2 * i], m[9 + 2 * i])
        m = [m[p] for p in PERMUTATION]
    return [v[i] ^ v[i + 8] for i in range(8)]


def blake3_tree(data, key, flags, counter, root):
    """The chaining value of a subtree that begins with this chunk."""
    chunks = max(1, -(-len(data) // 1024))
    if chunks == 1:
        cv = key
        blocks = [data[i:i + 64] for i in range(0, len(data), 64)] or [b""]
        for i, block in enumerate(blocks):
            mark = flags | (CHUNK_START if i == 0 else 0)
            if i == len(blocks) - 1:
                mark |= CHUNK_END | (ROOT if root else 0)
            cv = compress(cv, block, counter, len(block), mark)
        return cv
    left = 1 << ((chunks - 1).bit_length() - 1)
    a = blake3_tree(data[:left * 1024], key, flags, counter, False)
    b = blake3_tree(data[left * 1024:], key, flags, counter + left, False)
    block = struct.pack("<16I", *a, *b)
    return compress(key, block, 0, 64, flags | PARENT | (ROOT if root else 0))


def blake3(data, key=None):
    words = list(struct.unpack("<8I", key)) if key else IV
    return struct.pack("<8I", *blake3_tree(data, words, KEYED if key else 0, 0, True))


def derive_key(context, material):
    words = blake3_tree(context.encode(), IV, CONTEXT, 0, True)
    return struct.pack("<8I", *blake3_tree(material, words, MATERIAL, 0, True))


# --- XChaCha20-Poly1305 -----------------------------------------------------------------------------------------------


def chacha_rounds(state):
    v = list(state)

    def quarter(a, b, c, d):
        for x, y, z, r in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            v[x] = (v[x] + v[y]) & MASK
            v[z] = rotate_right(v[z] ^ v[x], 32 - r)

    for _ in range(10):
        for i in range(4):
            quarter(i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return v


def chacha_state(key, last):
    return [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574, *struct.unpack("<8I", key), *last]


def hchacha(key, nonce16):
    v = chacha_rounds(chacha_state(key, struct.unpack("<4I", nonce16)))
    return struct.pack("<8I", *v[:4], *v[12:])


def chacha(key, nonce12, data, counter):
    out = bytearray()
    for at in range(0, len(data), 64):
        state = chacha_state(key, [counter + at // 64, *struct.unpack("<3I", nonce12)])
        stream = struct.pack("<16I", *((a + b) & MASK for a, b in zip(chacha_rounds(state), state)))
        out += bytes(x ^ y for x, y in zip(data[at:at + 64], stream))
    return bytes(out)


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    s, acc = int.from_bytes(key[16:], "little"), 0
    for at in range(0, len(message), 16):
        acc = (acc + int.from_bytes(message[at:at + 16] + b"\1", "little")) * r % ((1 << 130) - 5)
    return ((acc + s) & ((1 << 128) - 1)).to_bytes(16, "little")


def mac(key, nonce12, aad, body):
    def padded(x):
        return x + b"\0" * (-len(x) % 16)
    once = chacha(key, nonce12, b"\0" * 32, 0)
    return poly1305(once, padded(aad) + padded(body) + struct.pack("<QQ", len(aad), len(body)))


def aead_seal(key, nonce12, aad, plain):
    body = chacha(key, nonce12, plain, 1)
    return body + mac(key, nonce12, aad, body)


def aead_open(key, nonce12, aad, sealed):
    body, tag = sealed[:-16], sealed[-16:]
    if len(sealed) < 16 or mac(key, nonce12, aad, body) != tag:
        raise ValueError("the tag does not fit")
    return chacha(key, nonce12, body, 1)


def xseal(key, nonce24, aad, plain):
    return aead_seal(hchacha(key, nonce24[:16]), b"\0" * 4 + nonce24[16:], aad, plain)


def xopen(key, nonce24, aad, sealed):
    return aead_open(hchacha(key, nonce24[:16]), b"\0" * 4 + nonce24[16:], aad, sealed)


# --- CBOR, as much of it as the format uses ---------------------------------------------------------------------------


class Raw(bytes):
    """Bytes that are CBOR already."""


def head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    for size, code in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if number < 1 << (8 * size):
            return bytes([major << 5 | code]) + number.to_bytes(size, "big")
    raise ValueError("too large")


def cbor(value):
    if isinstance(value, Raw):
        return bytes(value)
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in sorted(value.items()))


def uncbor(data, at=0):
    """Reads one item; returns it and where it ends."""
    major, small = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        return {20: False, 21: True, 22: None}[small], at
    number = small
    if small >= 24:
        size = {24: 1, 25: 2, 26: 4, 27: 8}[small]
        number, at = int.from_bytes(data[at:at + size], "big"), at + size
    if major == 0:
        return number, at
    if major == 1:
        return -1 - number, at
    if major in (2, 3):
        text = data[at:at + number]
        return (text if major == 2 else text.decode()), at + number
    if major == 4:
        out = []
        for _ in range(number):
            item, at = uncbor(data, at)
            out.append(item)
        return out, at
    out = {}
    for _ in range(number):
        key, at = uncbor(data, at)
        out[key], at = uncbor(data, at)
    return out, at


# --- the format -------------------------------------------------------------------------------------------------------

# What one piece of a frame of the journal holds.
PIECE = 65535
COMPARTMENTS = {"roster": 0, "dues": 1, "organizing": 2}
ROOT_ROLE, LOG, PROJECTION, FIRST_KIND = 0, 1, 2, 3
NARROW, WIDE = 13, 3


def kind_tree(number, kind):
    """The tree of a kind of record in a compartment."""
    if kind <= NARROW:
        return number << 4 | kind + PROJECTION
    room, place = divmod(kind - NARROW - 1, 16)
    return number + WIDE * (room + 1) << 4 | place


def kind_of(number, tree):
    """The kind that a tree of a compartment holds; none for another tree."""
    return next((kind for kind in range(1, 32) if kind_tree(number, kind) == tree), None)


def place(vault, tree, key, generation, version=1, word=b"contrepoids"):
    return word + bytes([version]) + vault + bytes([tree]) + key + struct.pack(">I", generation)


def pad(plain, mark=b"\x80", step=256):
    return plain + mark + b"\0" * (-(len(plain) + len(mark)) % step)


def seal(key, generation, vault, tree, name, plain, nonce):
    return b"\1" + struct.pack(">I", generation) + nonce + xseal(key, nonce, place(vault, tree, name, generation), pad(plain))


def unseal(key, vault, tree, name, sealed):
    generation = struct.unpack(">I", sealed[1:5])[0]
    plain = xopen(key, sealed[5:29], place(vault, tree, name, generation), sealed[29:])
    plain = plain.rstrip(b"\0")
    if sealed[0] != 1 or plain[-1:] != b"\x80":
        raise ValueError("not a value of this format")
    return plain[:-1]


def use(data_key, what):
    return derive_key(f"contrepoids vault format 2 {what}", data_key)


def opaque(names_key, what, number):
    return blake3(what + struct.pack(">Q", number), names_key)[:16]


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def element(sum_key, *parts):
    return blake3(b"".join(struct.pack("<Q", len(p)) + p for p in parts), sum_key)


def record(fields):
    """fields: {(number, element or None): (time, device, value)}"""
    return cbor([1, {struct.pack(">H", n) + (e or b""): list(v) for (n, e), v in fields.items()}])


def root(layout=3, told=None, **r):
    """told: what the outbox must at least be, [instance, commit, run]."""
    return cbor([layout, r["generation"], r["time"], r["signer"], r["turn"], r["replica"], r["heads"], r["count"], r["records"],
                 r["chunks"], r["projection"], r["log_len"], r["log_head"], r["clock"], told, None])


def signed(seed, what, data):
    return ed25519.sign(seed, b"contrepoids 2 " + what + b"\0" + data)


def verified(key, what, data, signature):
    if not ed25519.verify(key, b"contrepoids 2 " + what + b"\0" + data, signature):
        raise ValueError(f"a {what.decode()} is not signed by who it names")


def device_of(recipient, key):
    return derive_key("contrepoids vault format 2 device", recipient.encode() + key)[:8]


def turn_of(keys):
    """The commitments to the data keys of the three compartments, and the name of their turn."""
    made = [derive_key("contrepoids vault format 2 commitment", bytes([n]) + keys[name]) for name, n in COMPARTMENTS.items()]
    return made, blake3(b"".join(made))[:4]


def founding(seed, name, recipient, commitments, tag, time):
    """The first statement of a vault: its bytes, and the vault that it founds."""
    key = ed25519.public(seed)
    card = cbor([1, name, recipient, key])
    acts = [[1, name, recipient, key, 1, 0, signed(seed, b"card", card)], [4, tag, commitments]]

    def body(vault):
        return cbor([1, vault, [], 0, time, device_of(recipient, key), 1, acts])

    vault = derive_key("contrepoids vault format 2 vault", body(bytes(16)))[:16]
    return cbor([body(vault), signed(seed, b"statement", body(vault))]), vault


def holders_of(members, vault):
    """Reads the statements of a vault that one device after the other changed, none apart from another: the present devices by
    their name, the heads, and the last turn."""
    counted, void = uncbor(members)[0]
    if not counted or void:
        raise ValueError("this reader knows one line of statements")
    devices, before, turn = {}, [], None
    for number, statement in enumerate(counted):
        body, signature = uncbor(statement)[0]
        layout, of, parents, depth, _, signer, reason, acts = uncbor(body)[0]
        if (layout, of, parents, depth, reason == 1) != (1, vault, before, number, number == 0):
            raise ValueError("a statement is of another vault or line")
        if number == 0 and derive_key("contrepoids vault format 2 vault", body.replace(vault, bytes(16), 1))[:16] != vault:
            raise ValueError("the founding is of another vault")
        known = dict(devices)
        for act in acts:
            if act[0] == 1:
                _, name, recipient, key, roles, kind, card = act
                verified(key, b"card", cbor([1, name, recipient, key]), card)
                devices[device_of(recipient, key)] = (key, recipient, kind, roles)
            elif act[0] == 2:
                del devices[act[1]]
            elif act[0] == 3:
                devices[act[1]] = (*devices[act[1]][:3], act[2])
        verified((known or devices)[signer][0], b"statement", body, signature)
        before, turn = [blake3(statement)], next(act[1:] for act in acts if act[0] == 4)
    return devices, before, turn


def log_entry(number, before, time, device, generation, changes, readers):
    return cbor([1, number, before, time, device, generation, [list(c) for c in changes], readers])


def journal_magic(vault, turn):
    return derive_key("contrepoids 2 journal", vault + turn)[:16]


def frame(ops, link, before, roster=None, vault=None, turn=None):
    """A frame of the journal and its check, which goes on from the check before it."""
    roster, vault, turn = roster or DATA["roster"], vault or VAULT, turn or TURN
    plain, payload = cbor([[tree, key, value] for (tree, key), value in sorted(ops.items())]), b""
    for number, at in enumerate(range(0, len(plain), PIECE)):
        name = before[:8] + struct.pack(">Q", number)
        nonce = fixed(f"nonce of the piece {number} of {link.hex()}", 24)
        sealed = seal(use(roster, "journal seal"), int.from_bytes(turn, "big"), vault, 0xFD, name, plain[at:at + PIECE], nonce)
        payload += struct.pack(">I", len(sealed)) + sealed
    ends = struct.pack(">I", len(payload)) + link
    check = blake3(before + ends + payload, key=use(roster, "journal check"))
    return ends + payload + ends + check, check


def link_of(state):
    return blake3(b"".join(bytes([t]) + v for (t, _), v in sorted(state.items()) if t & 15 == ROOT_ROLE and not WIDE <= t >> 4 < 2 * WIDE))


def read_journal(data, roster=None, vault=None, turn=None):
    """Reads a journal strictly, under the data key of the roster; returns what it comes to."""
    roster, vault, turn = roster or DATA["roster"], vault or VAULT, turn or TURN
    if data[:16] != journal_magic(vault, turn):
        raise ValueError("not the journal of this vault and turn")
    seal_key, check_key = use(roster, "journal seal"), use(roster, "journal check")
    state, at, link, check = {}, 16, None, blake3(data[:16], key=check_key)
    while at < len(data):
        if len(data) - at < 104:
            raise ValueError(f"a frame at {at} is cut off")
        length = struct.unpack(">I", data[at:at + 4])[0]
        ends, payload = data[at:at + 36], data[at + 36:at + 36 + length]
        link, before, check = ends[4:], check, blake3(check + ends + payload, key=check_key)
        if data[at + 36 + length:at + 104 + length] != ends + check:
            raise ValueError(f"a frame at {at} is damaged")
        plain, number = b"", 0
        while payload:
            size = struct.unpack(">I", payload[:4])[0]
            if struct.unpack(">I", payload[5:9])[0] != int.from_bytes(turn, "big"):
                raise ValueError(f"a frame at {at} names another turn")
            plain += unseal(seal_key, vault, 0xFD, before[:8] + struct.pack(">Q", number), payload[4:4 + size])
            payload, number = payload[4 + size:], number + 1
        for tree, key, value in uncbor(plain)[0]:
            if value is None:
                state.pop((tree, key), None)
            else:
                state[tree, key] = value
        at += 104 + length
    if link != link_of(state):
        raise ValueError("the content does not fit the last link")
    return state


def open_compartment(state, heads, devices, vault, number, data_keys):
    """Opens all that one compartment holds and checks it against its root; returns root, records and log entries.

    data_keys: {turn: 32 bytes}; devices and heads: as `holders_of` returns them.
    """
    (turn, last), = data_keys.items()

    def opened(tree, key, what):
        sealed = state[tree, key]
        data = data_keys[sealed[1:5]]
        return unseal(use(data, what), vault, tree, key, sealed)

    plain = opened(number << 4 | ROOT_ROLE, b"\0" * 16, "root")
    r = uncbor(plain[:-64])[0]
    if (r[0], len(r)) != (3, 16) or r[4] != turn or r[6] != blake3(b"".join(heads)) or devices[r[3]][2] != 0:
        raise ValueError("the root does not fit the statements")
    verified(devices[r[3]][0], b"root", vault + bytes([number]) + plain[:-64], plain[-64:])
    total, records = b"\0" * 32, {}
    for (tree, key), sealed in sorted(state.items()):
        kind = kind_of(number, tree)
        if kind:
            records[kind, key] = uncbor(opened(tree, key, "records"))[0]
            total = xor(total, element(use(last, "sum"), bytes([kind]), key, sealed[-16:]))
    if (total, len(records)) != (r[8], r[7]):
        raise ValueError("the records do not fit the root")
    before, entries = b"\0" * 32, []
    for n in range(1, r[11] + 1):
        plain = opened(number << 4 | LOG, opaque(use(last, "names"), b"log", n), "log")
        entry = uncbor(plain)[0]
        if entry[1] != n or entry[2] != before:
            raise ValueError(f"entry {n} of the log is out of its chain")
        before = blake3(plain)
        entries.append(entry)
    if before != r[12]:
        raise ValueError("the log does not fit the root")
    return r, records, entries


# --- the vectors ------------------------------------------------------------------------------------------------------


def fixed(word, size):
    """Bytes that follow from a word."""
    return hashlib.shake_128(word.encode()).digest(size)


def good_and_bad_values():
    key, vault, tree, name = fixed("data key", 32), fixed("vault", 16), 0x03, fixed("name", 16)

    def case(called, sealed, generation=1, plain=None):
        out = {"name": called, "generation": generation, "vault": vault.hex(), "tree": tree, "id": name.hex(),
               "sealed": sealed.hex()}
        if plain is not None:
            out |= {"plain": plain.hex(), "nonce": sealed[5:29].hex()}
        return out

    good = []
    for i, (called, plain) in enumerate([
        ("empty", b""), ("a word", b"section"), ("ends like the padding", b"x\x80\0\0"), ("255 bytes", b"a" * 255),
        ("256 bytes", b"b" * 256), ("a thousand zeros", b"\0" * 1000),
    ]):
        good.append(case(called, seal(key, i + 1, vault, tree, name, plain, fixed(f"nonce {i}", 24)), i + 1, plain))
    nonce = fixed("nonce bad", 24)
    first, aad = b"\1" + struct.pack(">I", 1) + nonce, place(vault, tree, name, 1)
    whole = seal(key, 1, vault, tree, name, b"section", nonce)

    def flipped(at):
        return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:]

    def with_aad(other):
        return first + xseal(key, nonce, other, pad(b"section"))

    bad = [case(*c) for c in [
        ("nothing", b""),
        ("the header alone", first),
        ("cut by one byte", whole[:-1]),
        ("one byte more", whole + b"\0"),
        ("another version", b"\2" + whole[1:]),
        ("a key generation that nobody has", seal(key, 99, vault, tree, name, b"section", nonce)),
        ("the key generation changed afterwards", whole[:1] + struct.pack(">I", 2) + whole[5:]),
        ("a bit of the nonce", flipped(7)),
        ("a bit of the text", flipped(40)),
        ("a bit of the tag", flipped(len(whole) - 1)),
        ("another key", seal(fixed("other key", 32), 1, vault, tree, name, b"section", nonce)),
        ("another vault", with_aad(place(fixed("other vault", 16), tree, name, 1))),
        ("another tree", with_aad(place(vault, 0x13, name, 1))),
        ("another record", with_aad(place(vault, tree, fixed("other name", 16), 1))),
        ("another format in the additional data", with_aad(place(vault, tree, name, 1, version=2))),
        ("no additional data", with_aad(b"")),
        ("no padding mark", first + xseal(key, nonce, aad, b"\0" * 256)),
        ("another padding mark", first + xseal(key, nonce, aad, pad(b"section", b"\x81"))),
        ("not padded to the step", first + xseal(key, nonce, aad, b"section\x80")),
        ("the short nonce of RFC 8439", first + aead_seal(key, nonce[:12], aad, pad(b"section"))),
    ]]
    return {"key": key.hex(), "generations": 6, "good": good, "bad": bad}


def plain_layouts():
    device = fixed("device", 8)
    name = (1, None)
    stamp = 1_700_000_000_000 << 16 | 3
    records = {
        "empty": record({}),
        "one text": record({name: (stamp, device, "Exemple")}),
        "deleted": record({name: (stamp, device, None)}),
        "elements and unknown values": record({
            name: (stamp, device, "Exemple"), (60_000, None): (1, device, [1, {2: b"\0"}, -5]),
            (7, fixed("element", 8)): (2**64 - 1, device, {1: "camille@example.org", 2: 1}),
        }),
    }
    one = cbor([stamp, device, "x"])
    bad_records = {
        "nothing": b"", "a text": cbor("x"), "layout 2": cbor([2, {}]), "one part": cbor([1]),
        "three parts": cbor([1, {}, 0]), "a byte behind": record({}) + b"\0", "cut": records["one text"][:-1],
        "a field named by one byte": cbor([1, Raw(b"\xa1\x41\x01" + one)]),
        "a field twice": cbor([1, Raw(b"\xa2" + (b"\x42\0\1" + one) * 2)]),
        "a device of 7 bytes": cbor([1, Raw(b"\xa1\x42\0\1" + cbor([stamp, device[:7], "x"]))]),
        "a time below zero": cbor([1, Raw(b"\xa1\x42\0\1" + cbor([-1, device, "x"]))]),
        "two in place of three": cbor([1, Raw(b"\xa1\x42\0\1" + cbor([stamp, device]))]),
        "a map without a length": b"\x82\x01\xbf\x42\0\1" + one + b"\xff",
        "a value that breaks off": b"\x82\x01\xa1\x42\0\1\x83" + cbor(stamp) + cbor(device) + b"\x65ab",
    }
    facts = {"generation": 7, "time": 1_700_000_000_000, "signer": fixed("signer", 8), "turn": fixed("turn", 4),
             "replica": fixed("replica", 8), "heads": fixed("heads", 32), "count": 2**40,
             "records": fixed("sum", 32), "chunks": 3, "projection": fixed("sum 2", 32), "log_len": 9,
             "log_head": fixed("head", 32), "clock": stamp}
    told = [fixed("outbox", 8), 70_000, fixed("run", 8)]
    good_root = root(told=told, **facts)
    bad_roots = {
        "nothing": b"", "layout 4": b"\x90\x04" + good_root[2:], "layout 2": b"\x90\x02" + good_root[2:],
        "fifteen parts": b"\x8f" + good_root[1:-1], "seventeen parts": b"\x91" + good_root[1:] + b"\xf6",
        "with its signature": good_root + fixed("signature", 64), "a last part": good_root[:-1] + b"\x00",
        "an outbox of two parts": root(told=told[:2], **facts), "a run of 7 bytes": root(told=told[:2] + [b"1234567"], **facts),
        "cut": good_root[:-1], "a byte behind": good_root + b"\0",
        "a short hash": root(told=told, **{**facts, "heads": fixed("heads", 31)}),
        "a turn of 3 bytes": root(told=told, **{**facts, "turn": b"abc"}),
    }
    changes = [(1, fixed("id 1", 16)), (7, fixed("id 2", 16))]
    entry = log_entry(3, fixed("before", 32), 1_700_000_000_000, device, 2, changes, ["age1example"])
    key = fixed("data key", 32)
    return {
        "records": {n: b.hex() for n, b in records.items()},
        "bad_records": {n: b.hex() for n, b in bad_records.items()},
        "root": {"hex": good_root.hex(), "untold": root(**facts).hex(),
                 "told": [t.hex() if isinstance(t, bytes) else t for t in told], **{k: v.hex() if isinstance(v, bytes) else v for k, v in facts.items()}},
        "bad_roots": {n: b.hex() for n, b in bad_roots.items()},
        "log": {"hex": entry.hex(), "link": blake3(entry).hex(), "number": 3, "before": fixed("before", 32).hex(),
                "time": 1_700_000_000_000, "device": device.hex(), "generation": 2,
                "changes": [[v, i.hex()] for v, i in changes], "readers": ["age1example"]},
        "bad_logs": {"nothing": "", "cut": entry[:-1].hex(), "layout 2": (b"\x88\x02" + entry[2:]).hex(),
                     "a byte behind": (entry + b"\0").hex()},
        "uses": {what: use(key, what).hex() for what in
                 ("records", "projection", "log", "root", "sum", "names", "outbox", "members", "journal seal", "journal check")},
        "sum": {"parts": [[b"\1".hex(), fixed("id 1", 16).hex(), fixed("tag 1", 16).hex()],
                          [b"chunk".hex(), struct.pack(">I", 0).hex(), fixed("tag 2", 16).hex()]],
                "sum": xor(element(key, b"\1", fixed("id 1", 16), fixed("tag 1", 16)),
                           element(key, b"chunk", struct.pack(">I", 0), fixed("tag 2", 16))).hex()},
    }


def secret():
    return (HERE / "vault-2/key.txt").read_text().split("\n")[1].encode()


def public():
    return (HERE / "vault-2/key.txt").read_text().split("# public key: ")[1].split("\n")[0]


def made_key():
    """A key of tests, known to everybody who reads this."""
    key = HERE / "vault-2/key.txt"
    if not key.exists():
        key.parent.mkdir(parents=True, exist_ok=True)
        made = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True).stdout
        key.write_text("".join(l + "\n" for l in made.splitlines() if not l.startswith("# created")))


made_key()
DATA = {name: fixed(f"data key of {name}", 32) for name in COMPARTMENTS}
SEED = derive_key("contrepoids 2026-11 device signing", secret())
DEVICE = device_of(public(), ed25519.public(SEED))
COMMITMENTS, TURN = turn_of(DATA)
FOUNDING, VAULT = founding(SEED, "device", public(), COMMITMENTS, TURN, 1_700_000_000_000)
HEADS = [blake3(FOUNDING)]
HEAD = f'format = 2\nvault = "{VAULT.hex()}"\nturn = "{TURN.hex()}"\n'.encode()
NUMBER = struct.unpack(">I", TURN)[0]
PEOPLE = {fixed(f"person {n}", 16): text for n, text in enumerate(["Camille Exemple", "Dominique Modèle"])}


def small_vault():
    """The operations of a vault with two people and no projection, commit by commit."""
    device, time, made = DEVICE, 1_700_000_000_000, []
    nonces = iter(range(1000))

    def sealed(name, role, key, what, plain):
        tree = COMPARTMENTS[name] << 4 | role
        return (tree, key), seal(use(DATA[name], what), NUMBER, VAULT, tree, key, plain, fixed(f"nonce {next(nonces)} of the vault", 24))

    facts = {name: {"generation": 0, "time": 0, "signer": DEVICE, "turn": TURN, "replica": fixed("replica", 8),
                    "heads": blake3(b"".join(HEADS)), "count": 0, "records": b"\0" * 32, "chunks": 0,
                    "projection": b"\0" * 32, "log_len": 0, "log_head": b"\0" * 32, "clock": 0} for name in COMPARTMENTS}

    def commit(name, ops):
        facts[name]["generation"] += 1
        plain = root(**facts[name])
        plain += signed(SEED, b"root", VAULT + bytes([COMPARTMENTS[name]]) + plain)
        ops.append(sealed(name, ROOT_ROLE, b"\0" * 16, "root", plain))
        made.append(dict(ops))

    for name in COMPARTMENTS:
        commit(name, [])
    r = facts["roster"]
    for number, (ident, text) in enumerate(PEOPLE.items(), 1):
        stamp = (time + number) << 16
        plain = record({(60_000, None): (stamp, device, text)})
        where, value = sealed("roster", FIRST_KIND, ident, "records", plain)
        entry = log_entry(number, r["log_head"], time + number, device, r["generation"] + 1, [(1, ident)], [])
        name = opaque(use(DATA["roster"], "names"), b"log", number)
        r |= {"time": time + number, "clock": stamp, "count": number, "log_len": number, "log_head": blake3(entry),
              "records": xor(r["records"], element(use(DATA["roster"], "sum"), b"\1", ident, value[-16:]))}
        commit("roster", [(where, value), sealed("roster", LOG, name, "log", entry)])
    return made


def journal(commits):
    state, out = {}, journal_magic(VAULT, TURN)
    check = blake3(out, key=use(DATA["roster"], "journal check"))
    for ops in commits:
        state |= ops
        made, check = frame(ops, link_of(state), check)
        out += made
    return out


def bad_journals(good, commits):
    magic, key = good[:16], use(DATA["roster"], "journal check")
    start, last = blake3(magic, key=key), good[-32:]
    first = 16 + len(frame(commits[0], link_of(commits[0]), start)[0])
    second = first + len(frame(commits[1], link_of({}), start)[0])
    body = good[16:first - 32]
    other = dict(commits[0])
    return {
        "nothing": b"", "no frame": magic, "another magic": b"contrepoids-j-1\n" + good[16:],
        "a frame with a check that needs no key": magic + body + blake3(body),
        "a frame of another turn": magic + frame(other, link_of(other), start, turn=b"turn")[0],
        "a frame under another key": magic + frame(other, link_of(other), start, roster=b"k" * 32)[0],
        "a frame that does not go on from the one before": good[:second] + frame({}, link_of(other), start)[0] + good[second:],
        "two frames exchanged": magic + good[first:second] + good[16:first] + good[second:],
        "a bit in the first frame": good[:100] + bytes([good[100] ^ 1]) + good[101:],
        "a frame left out": good[:first] + good[second:],
        "a length beyond reason": magic + b"\xff" * 4 + good[20:],
        "a link to another state": good + frame({}, fixed("no such state", 32), last)[0],
        "a torn frame in the middle": good[:first + 50] + good[first:],
        "a key of 15 bytes": magic + frame({(3, b"x" * 15): b"y"}, link_of({}), start)[0],
    }


def memory():
    """What the device of the key in vault-2 remembers of that vault, at the path /vault."""
    key = derive_key("contrepoids 2026-11 device memory", secret())
    name = derive_key("contrepoids 2026-11 memory name", key + VAULT)[:8]
    where = derive_key("contrepoids 2026-11 memory of a path", key + b"/vault")[:16]
    marks = [[number, 7 + number, 1767225600000, fixed(f"state {number}", 32)] for number in (0, 2)]
    heads, removals = [fixed("head", 32)], [fixed("removal", 8)]
    run = [fixed("run", 8), 5, 9, fixed("start of the machine", 16)]
    outbox = [fixed("instance", 8), 11, fixed("state of the outbox", 32), run]
    consents = [[fixed("consent", 32), 1767225600001]]
    replica, former, backup = fixed("replica", 8), [fixed("former replica", 8)], [1767225600002, fixed("backup", 16)]

    def page(number, counter, outbox, inside=name, gone=None):
        said = [5, counter, True, VAULT, heads, removals, marks, where, outbox, consents, replica, former, backup, gone]
        plain = cbor(said).ljust(3839, b"\0")
        nonce = fixed(f"nonce of page {counter}", 24)
        return seal(key, 1, bytes(16), 0xFE, inside + struct.pack(">Q", number), plain, nonce).ljust(4096, b"\0")

    older, good = page(0, 1, None), page(1, 2, outbox)
    destroyed = 1767225600003
    return {
        "name": name.hex(), "path": "/vault", "vault": VAULT.hex(), "marks": [[m[0], m[1], m[2], m[3].hex()] for m in marks],
        "heads": [h.hex() for h in heads], "removals": [r.hex() for r in removals],
        "outbox": [outbox[0].hex(), outbox[1], outbox[2].hex(), [run[0].hex(), run[1], run[2], run[3].hex()]],
        "consents": [[c[0].hex(), c[1]] for c in consents],
        "replica": replica.hex(), "former": [f.hex() for f in former], "backup": [backup[0], backup[1].hex()],
        "gone": destroyed, "file of a vault destroyed": (older + page(1, 2, outbox, gone=destroyed)).hex(),
        "file": (older + good).hex(), "older page alone": (older + bytes(4096)).hex(),
        "bad": {
            "nothing": "", "zeros": bytes(8192).hex(), "one page": good.hex(), "exchanged": (good + older).hex(),
            "of another vault": (page(0, 1, None, bytes(8)) + page(1, 2, None, bytes(8))).hex(),
        },
    }


def slot(name):
    body = (f'format = 2\nvault = "{VAULT.hex()}"\ncompartment = "{name}"\nturn = "{TURN.hex()}"\n'
            f'heads = ["{HEADS[0].hex()}"]\nwriter = "{DEVICE.hex()}"\nholders = ["{public()}"]\n'
            f'\n[[key]]\nturn = "{TURN.hex()}"\ndata = "{DATA[name].hex()}"\n')
    return body + f'signature = "{signed(SEED, b"slot", body.encode()).hex()}"\n'


def members():
    """The file of the statements, sealed."""
    plain = cbor([[FOUNDING], []])
    return seal(use(DATA["roster"], "members"), NUMBER, VAULT, 0xFC, bytes(16), plain, fixed("nonce of the members", 24))


def read_slot(text):
    """Reads a slot; returns what it says and what was signed."""
    body, signature = text.rsplit('signature = "', 1)
    return tomllib.loads(body), body.encode(), bytes.fromhex(signature.removesuffix('"\n'))


def contents():
    commits = small_vault()
    good = journal(commits)
    vectors = {
        "about": "made by make.py, from docs/format.md; hexadecimal",
        "values": good_and_bad_values(), **plain_layouts(),
        "memory": memory(),
        "kinds": [[number, kind, kind_tree(number, kind)] for number in COMPARTMENTS.values() for kind in range(1, 32)],
        "vault": {"people": {i.hex(): t for i, t in PEOPLE.items()}},
        "bad_journals": {n: b.hex() for n, b in bad_journals(good, commits).items()},
    }
    return {
        "format-2.json": (json.dumps(vectors, indent=1, ensure_ascii=False) + "\n").encode(),
        "vault-2/head": HEAD,
        "vault-2/head.2": HEAD,
        f"vault-2/{TURN.hex()}/journal": good,
        f"vault-2/{TURN.hex()}/members": members(),
        f"vault-2/{TURN.hex()}/members.2": members(),
    }


def self_test():
    ed25519.self_test()
    assert blake3(b"").hex() == "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
    data = bytes(i % 251 for i in range(5000))
    published = {  # the first 32 bytes of the official test vectors: hash, keyed hash, derived key
        1024: "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7",
        1025: "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444",
    }
    for size, expected in published.items():
        assert blake3(data[:size]).hex() == expected, size
    key = bytes(range(0x80, 0xA0))
    text = (b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
            b"sunscreen would be it.")
    aad = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    sealed = aead_seal(key, bytes.fromhex("070000004041424344454647"), aad, text)
    assert sealed[-16:].hex() == "1ae10b594f09e26a7e902ecbd0600691"  # RFC 8439, 2.8.2
    sealed = xseal(key, bytes(range(0x40, 0x58)), aad, text)
    assert sealed[-16:].hex() == "c0875924c1c7987947deafd8780acf49"  # draft-irtf-cfrg-xchacha-03, A.3.1
    assert xopen(key, bytes(range(0x40, 0x58)), aad, sealed) == text
    for value in (0, 23, 24, 255, 65536, -1, -25, "é" * 30, b"x" * 300, [1, [2]], {b"a": None, b"b": "c"}):
        assert uncbor(cbor(value)) == (value, len(cbor(value))), value
    # Its own reader must refuse what it calls bad.
    values = good_and_bad_values()
    for case in values["good"]:
        assert unseal(bytes.fromhex(values["key"]), *(bytes.fromhex(case[x]) if x != "tree" else case[x] for x in ("vault", "tree", "id", "sealed"))).hex() == case["plain"]
    for name, data in contents().items():
        if name.endswith("journal"):
            state = read_journal(data)
            r, records, entries = open_compartment(state, *holders_of(cbor([[FOUNDING], []]), VAULT)[1::-1], VAULT, 0, {TURN: DATA["roster"]})
            assert (r[7], len(records), len(entries)) == (2, 2, 2)
    commits = small_vault()
    for name, bad in bad_journals(journal(commits), commits).items():
        try:
            read_journal(bad)
        except (ValueError, IndexError, struct.error):
            continue
        assert name in ("no frame", "a key of 15 bytes"), name


def age_opens():
    if not shutil.which("age"):
        return "the age program is not here: the slots were not opened"
    for name in COMPARTMENTS:
        plain = subprocess.run(
            ["age", "-d", "-i", HERE / "vault-2/key.txt", HERE / f"vault-2/{TURN.hex()}/keys/{name}.age"], capture_output=True, check=True
        ).stdout.decode()
        assert plain == slot(name), name
    return "the age program opens the three slots"


def main():
    self_test()
    if "--self-test" in sys.argv:
        return print("the ciphers fit the published examples")
    if "--check" in sys.argv:
        for name, content in contents().items():
            assert (HERE / name).read_bytes() == content, f"{name} is not what make.py makes"
        return print(f"the vectors are what make.py makes; {age_opens()}")
    (HERE / f"vault-2/{TURN.hex()}/keys").mkdir(parents=True, exist_ok=True)
    for name, content in contents().items():
        (HERE / name).write_bytes(content)
    for name in COMPARTMENTS:
        path = HERE / f"vault-2/{TURN.hex()}/keys/{name}.age"
        if not path.exists():
            subprocess.run(["age", "-r", public(), "-o", path], input=slot(name).encode(), check=True)
            shutil.copy(path, path.with_suffix(".2.age"))
    print("made")


if __name__ == "__main__":
    main()
