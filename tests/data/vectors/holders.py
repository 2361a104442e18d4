#!/usr/bin/env python3
"""The section *Holders* of docs/format.md, written a second time, from the document and in plain Python.

    holders.py             writes holders-2.json
    holders.py --check     makes it again and compares
    holders.py --self-test the curve against the published examples

It shares no code and no library with the program: X25519 (RFC 7748), Bech32 (BIP-173), the shares over GF(256) stand below; Ed25519
in ed25519.py, BLAKE3 and CBOR in make.py. Slow, and for tests alone: every key here is known to whoever reads this.
"""

import base64
import json
import pathlib
import sys
import unicodedata

import ed25519
from ed25519 import L, P, public
from ed25519 import sign as ed_sign
from make import blake3, cbor, derive_key, fixed

HERE = pathlib.Path(__file__).resolve().parent

# --- X25519 (RFC 7748) ------------------------------------------------------------------------------------------------


def x25519(secret):
    k = int.from_bytes(secret, "little") & ~7 & ((1 << 255) - 1) | 1 << 254
    x2, z2, x3, z3, swap = 1, 0, 9, 1, 0
    for t in range(254, -1, -1):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % P, b * b % P, d * a % P, c * b % P
        x3, z3 = (da + cb) ** 2 % P, 9 * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, (aa - bb) * (aa + 121665 * (aa - bb)) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


# --- Bech32 (BIP-173), as age writes keys -----------------------------------------------------------------------------

CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def polymod(values):
    chk = 1
    for v in values:
        top, chk = chk >> 25, (chk & 0x1FFFFFF) << 5 ^ v
        for i, g in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            chk ^= g if top >> i & 1 else 0
    return chk


def bech32(hrp, data):
    bits = int.from_bytes(data, "big") << (-len(data) * 8 % 5)
    count = -(-len(data) * 8 // 5)
    values = [bits >> 5 * (count - 1 - i) & 31 for i in range(count)]
    head = [ord(c) >> 5 for c in hrp] + [0] + [ord(c) & 31 for c in hrp]
    sum_ = polymod(head + values + [0] * 6) ^ 1
    return hrp + "1" + "".join(CHARSET[v] for v in values + [sum_ >> 5 * (5 - i) & 31 for i in range(6)])


# --- keys, cards, words -----------------------------------------------------------------------------------------------


class Identity:
    """What follows from the 32 bytes of an age key."""

    def __init__(self, name):
        self.name, self.raw = name, fixed("holder " + name, 32)
        self.secret = bech32("age-secret-key-", self.raw).upper()
        self.recipient = bech32("age", x25519(self.raw))
        self.seed = derive_key("contrepoids 2026-11 device signing", self.secret.encode())
        self.sign_pk = public(self.seed)
        self.device = device(self.recipient, self.sign_pk)

    def sign(self, what, data):
        return ed_sign(self.seed, b"contrepoids 2 " + what.encode() + b"\0" + data)

    def card_signature(self, recipient=None, key=None):
        return self.sign("card", cbor([1, self.name, recipient or self.recipient, key or self.sign_pk]))

    def card(self):
        return cbor([1, self.name, self.recipient, self.sign_pk, self.card_signature()])

    def admit(self, roles, kind=0):
        return [1, self.name, self.recipient, self.sign_pk, roles, kind, self.card_signature()]

    def retire(self, why=1, cut=()):
        return [2, self.device, why, list(cut)]


def device(recipient, key):
    return derive_key("contrepoids vault format 2 device", recipient.encode() + key)[:8]


def text_of(card):
    return "cp1:" + base64.urlsafe_b64encode(card).rstrip(b"=").decode()


def numbers(data):
    bits = int.from_bytes(data, "big") << (-len(data) * 8 % 11)
    count = -(-len(data) * 8 // 11)
    return [bits >> 11 * (count - 1 - i) & 2047 for i in range(count)]


def six(data):
    return numbers(derive_key("contrepoids 2026-11 words", data)[:9])[:6]


def words(lang, some):
    path = HERE.parents[2] / f"src/vault/holders/words/{lang}.txt"
    listed = path.read_text(encoding="utf-8").split()
    return " ".join(unicodedata.normalize("NFC", listed[n]) for n in some)


# --- statements -------------------------------------------------------------------------------------------------------

ORGANIZER, TREASURER, READER = 1, 2, 4
FOUND, ADMIT, RETIRE, ROLES, ROTATE, ERASE, RECOVER, SETTLE = range(1, 9)


def turn(n):
    """The turn to three data keys that follow from a number."""
    commits = [derive_key("contrepoids vault format 2 commitment", bytes([c]) + fixed(f"data {n} {c}", 32)) for c in range(3)]
    return [4, blake3(b"".join(commits))[:4], commits]


class Statement:
    def __init__(self, body, signature):
        self.body, self.signature = body, signature
        self.bytes = cbor([cbor(body), signature])
        self.hash = blake3(self.bytes)


def statement(signer, vault, parents, reason, acts, time=1_790_000_000_000, depth=None, by=None):
    depth = max((p.body[3] for p in parents), default=-1) + 1 if depth is None else depth
    body = [1, vault, sorted(p.hash for p in parents), depth, time, by or signer.device, reason, acts]
    return Statement(body, signer.sign("statement", cbor(body)))


def found(a, recovery=None, number=0):
    acts = [a.admit(ORGANIZER)] + ([recovery.admit(ORGANIZER, 1)] if recovery else []) + [turn(number)]
    body = [1, b"\0" * 16, [], 0, 1_790_000_000_000, a.device, FOUND, acts]
    body[1] = derive_key("contrepoids vault format 2 vault", cbor(body))[:16]
    return Statement(body, a.sign("statement", cbor(body)))


def chains():
    """Sets of statements and what they come to. `removals`: what the device counted before."""
    a, b, c, p, n = (Identity(x) for x in ("Portable d'Alix", "Bureau de Béa", "Charlie", "Papier", "Nouveau"))
    start = found(a, p)
    vault = start.body[1]
    count = iter(range(1, 10_000))

    def say(who, parents, reason, *acts, **more):
        return statement(who, vault, parents, reason, [*acts, turn(next(count))], **more)

    two = say(a, [start], ADMIT, b.admit(ORGANIZER))
    three = say(b, [two], ADMIT, c.admit(TREASURER), [1, "Lecture", Identity("Lecture").recipient, b"\0" * 32, READER, 2, b"\0" * 64])
    roles = say(a, [three], ROLES, [3, c.device, READER | TREASURER])
    erase = say(b, [roles], ERASE, [5, sorted([fixed("gone 1", 16), fixed("gone 2", 16)])])
    cut = [[fixed("replica", 8), 300, fixed("object", 32)]]
    gone = say(a, [erase], RETIRE, c.retire(2, cut))
    line = [start, two, three, roles, erase, gone]
    left, right = say(a, [two], ROTATE), say(b, [two], ADMIT, c.admit(TREASURER))
    joined = say(b, [left, right], SETTLE)
    recovered = say(p, [two], RECOVER, n.admit(ORGANIZER), p.retire(4), a.retire(2))
    out_b, late = say(a, [two], RETIRE, b.retire()), say(b, [two], ADMIT, c.admit(ORGANIZER))
    resting = statement(c, vault, [late], ROTATE, [turn(next(count))])
    out_a = say(b, [two], RETIRE, a.retire())
    promoted = say(b, [three], ROLES, [3, c.device, ORGANIZER])
    by_promoted = say(c, [promoted], ROTATE)
    removed_later = say(a, [three], RETIRE, b.retire())

    def good(set_, holders, heads, by, void=(), removals=(), burnt=()):
        return {"statements": [s.bytes.hex() for s in set_], "removals": [s.hash[:8].hex() for s in removals],
                "holders": sorted(holders), "heads": sorted(s.hash.hex() for s in heads), "turn": by and by.body[7][-1][1].hex(),
                "turn_by": by and by.hash.hex(), "void": [s.hash.hex() for s in sorted(void, key=lambda s: (s.body[3], s.hash))],
                "burnt": sorted(s.body[7][-1][1].hex() for s in burnt), "vault": vault.hex(), "founder": a.device.hex()}

    names = {x: [x.device.hex(), x.recipient, x.sign_pk.hex(), roles_, kind]
             for x, roles_, kind in ((a, 1, 0), (b, 1, 0), (p, 1, 1), (n, 1, 0))}
    of = lambda *people: [names[x] for x in people]  # noqa: E731
    treasurer = [c.device.hex(), c.recipient, c.sign_pk.hex(), TREASURER, 0]
    reader = Identity("Lecture").recipient
    bare = [device(reader, b"\0" * 32).hex(), reader, "00" * 32, READER, 2]
    both = [c.device.hex(), c.recipient, c.sign_pk.hex(), READER | TREASURER, 0]
    states = {
        "founding": good([start], of(a, p), [start], start),
        "admit": good(line[:3], of(a, b, p) + [treasurer, bare], [three], three),
        "roles": good(line[:4], of(a, b, p) + [both, bare], [roles], roles),
        "erased": good(line[:5], of(a, b, p) + [both, bare], [erase], erase),
        "retire": good(line, of(a, b, p) + [bare], [gone], gone),
        "two parents": good([start, two, left, right, joined], of(a, b, p) + [treasurer], [joined], joined, burnt=[left]),
        "an admission burns a turn made apart": good([start, two, left, right], of(a, b, p) + [treasurer], [left, right], right, burnt=[left]),
        "recovery": good([start, two, recovered], of(b, n), [recovered], recovered),
        "R5: backdated, and what rests on it": good([start, two, out_b, late, resting], of(a, p), [out_b], out_b, [late, resting]),
        "R5: promoted by who was removed": good([start, two, three, promoted, by_promoted, removed_later], of(a, p) + [treasurer, bare],
                                                [removed_later], removed_later, [promoted, by_promoted]),
        "R6: A's removal counted before": good([start, two, out_b, out_a], of(a, p), [out_b], out_b, [out_a], [out_b]),
        "R6: B's removal counted before": good([start, two, out_b, out_a], of(b, p), [out_a], out_a, [out_b], [out_a]),
    }

    def bad(last, rule, before=(start, two)):
        return {"statements": [s.bytes.hex() for s in (*before, last)], "rule": rule, "which": last.hash.hex()}

    other = Identity("Autre")
    elsewhere = found(other)
    not_self = [1, b"\0" * 16, [], 0, 1, b.device, FOUND, [a.admit(ORGANIZER), turn(0)]]
    not_self[1] = derive_key("contrepoids vault format 2 vault", cbor(not_self))[:16]
    wrong_vault = Statement([*start.body[:1], fixed("vault", 16), *start.body[2:]],
                            a.sign("statement", cbor([*start.body[:1], fixed("vault", 16), *start.body[2:]])))
    unknown = statement(a, vault, [two, left], ROTATE, [turn(next(count))])
    organizer_c = say(a, [two], ADMIT, c.admit(ORGANIZER))
    refused = {
        "R2: not by who is admitted": bad(Statement(not_self, b.sign("statement", cbor(not_self))), "founding", ()),
        "R2: of no such vault": bad(wrong_vault, "founding", ()),
        "R2: signed by another": bad(Statement(start.body, b.sign("statement", cbor(start.body))), "signature", ()),
        "R3: a parent that is not there": bad(unknown, "parents"),
        "R3: depth": bad(say(a, [two], ROTATE, depth=3), "parents"),
        "R4: a stranger": bad(say(other, [two], ROTATE), "authority"),
        "R4: a treasurer": bad(say(c, [three], ROTATE), "authority", (start, two, three)),
        "R4: in another's name": bad(say(other, [two], ROTATE, by=b.device), "signature"),
        "R4: after the removal": bad(say(b, [out_b], ROTATE), "authority", (start, two, out_b)),
        "R4: a recovery key that stays": bad(say(p, [two], RECOVER, n.admit(ORGANIZER)), "recovery"),
        "R4: a recovery key that erases": bad(say(p, [two], RECOVER, n.admit(ORGANIZER), p.retire(4), [5, [fixed("x", 16)]]), "recovery"),
        "R4: about nobody": bad(say(a, [two], RETIRE, c.retire()), "unknown"),
        "R9: the last organizer": bad(say(a, [start], RETIRE, a.retire()), "last-organizer", (start,)),
        "R10: a device twice": bad(say(a, [two], ADMIT, b.admit(TREASURER)), "used-before"),
        "R10: a removed one again": bad(say(a, [gone], ADMIT, c.admit(TREASURER)), "used-before", line),
        "R10: its recipient alone": bad(say(a, [two], ADMIT, [1, "Encore", b.recipient, b"\0" * 32, READER, 2, b"\0" * 64]), "used-before"),
        "another vault": bad(elsewhere, "founding") | {"which": max((start, elsewhere), key=lambda s: s.hash).hash.hex()},
    }
    refused["another vault"]["statements"] = [s.bytes.hex() for s in (start, elsewhere)]
    disagree = {
        "R6: A and B removed each other": [start, two, out_b, out_a],
        "R6: two recoveries": [start, two, recovered, say(p, [two], RECOVER, other.admit(ORGANIZER), p.retire(4))],
        "R6: nobody is left": [start, two, say(a, [two], RETIRE, a.retire()), say(b, [two], RETIRE, b.retire())],
        "R6: an organizer of B's against A": [start, two, organizer_c, say(c, [organizer_c], RETIRE, a.retire()), say(a, [organizer_c], RETIRE, c.retire())],
    }
    return states, refused, {k: [s.bytes.hex() for s in v] for k, v in disagree.items()}, malformed(a, vault, two, c)


def malformed(a, vault, parent, c):
    """Rule 1 and rule 7: bytes that are no statement."""
    fine = [1, vault, [parent.hash], 2, 1, a.device, ROTATE, [turn(90)]]
    whole = Statement(fine, a.sign("statement", cbor(fine))).bytes

    def with_(**parts):
        places = dict(layout=0, vault=1, parents=2, depth=3, time=4, signer=5, reason=6, acts=7)
        body = list(fine)
        for name, value in parts.items():
            body[places[name]] = value
        return Statement(body, a.sign("statement", cbor(body))).bytes

    long_head = cbor(fine).replace(b"\x88\x01", b"\x98\x08\x01", 1)
    card_of_two = [1, c.name, a.recipient, c.sign_pk, TREASURER, 0, c.card_signature()]
    return {name: data.hex() for name, data in {
        "nothing": b"", "cut": whole[:-1], "a byte behind": whole + b"\0",
        "a longer head": cbor([long_head, a.sign("statement", long_head)]),
        "layout 2": with_(layout=2), "a vault of 15 bytes": with_(vault=vault[:15]),
        "a parent twice": with_(parents=[parent.hash] * 2), "parents out of order": with_(parents=[b"\2" * 32, b"\1" * 32]),
        "nine parents": with_(parents=[bytes([n]) * 32 for n in range(9)]), "no parents": with_(parents=[]),
        "a second founding": with_(reason=FOUND), "reason 0": with_(reason=0), "reason 9": with_(reason=9),
        "no turn": with_(acts=[]), "two turns": with_(acts=[turn(90), turn(91)]),
        "another tag": with_(acts=[[4, b"\0" * 4, turn(90)[2]]]), "act 6": with_(acts=[[6, b""], turn(90)]),
        "two acts about one": with_(acts=[c.retire(), [3, c.device, READER], turn(90)]),
        "no role": with_(acts=[[3, c.device, 0], turn(90)]), "role 8": with_(acts=[[3, c.device, 8], turn(90)]),
        "why 5": with_(acts=[c.retire(5), turn(90)]),
        "a replica twice": with_(acts=[c.retire(1, [[b"r" * 8, 1, b"h" * 32]] * 2), turn(90)]),
        "erased out of order": with_(acts=[[5, [b"\2" * 16, b"\1" * 16]], turn(90)]), "erased nobody": with_(acts=[[5, []], turn(90)]),
        "the card of two": with_(acts=[card_of_two, turn(90)]),
        "a bare key as organizer": with_(acts=[[1, "X", c.recipient, b"\0" * 32, ORGANIZER, 2, b"\0" * 64], turn(90)]),
        "a recovery key that reads": with_(acts=[c.admit(READER, 1), turn(90)]),
        "a name with a line break": with_(acts=[[1, "X\n", c.recipient, b"\0" * 32, READER, 2, b"\0" * 64], turn(90)]),
    }.items()}


# --- signatures and cards ---------------------------------------------------------------------------------------------


def signatures():
    a = Identity("Portable d'Alix")
    good = {what: {"bytes": fixed(what, 40).hex(), "signature": a.sign(what, fixed(what, 40)).hex()}
            for what in ("card", "statement", "slot", "root", "object", "backup", "export")}
    data = fixed("root", 40)
    fine = a.sign("root", data)
    s = int.from_bytes(fine[32:], "little")
    small = {"the neutral point": (1).to_bytes(32, "little"), "order two": (P - 1).to_bytes(32, "little"),
             "order four": (0).to_bytes(32, "little"), "the neutral point, a second time": (P + 1).to_bytes(32, "little")}
    bad = {
        "S + L": [a.sign_pk, fine[:32] + (s + L).to_bytes(32, "little")],
        "S of another": [a.sign_pk, fine[:32] + a.sign("slot", data)[32:]],
        "no point as R": [a.sign_pk, (2).to_bytes(32, "little") + fine[32:]],
        "the neutral point as R": [a.sign_pk, (1).to_bytes(32, "little") + fine[32:]],
        "signed without the purpose": [a.sign_pk, ed_sign(a.seed, data)],
        "signed for another purpose": [a.sign_pk, a.sign("slot", data)],
        "another key": [Identity("Autre").sign_pk, fine],
        "y = p + 4 as the key": [(P + 4).to_bytes(32, "little"), fine],
    }
    # Under a key of small order S = 0 and R = the neutral point fit one message in as many as the order has.
    bad |= {f"{name} as the key": [key, (1).to_bytes(32, "little") + b"\0" * 32] for name, key in small.items()}
    return {"key": a.sign_pk.hex(), "good": good, "data": data.hex(), "bad": {k: [x.hex() for x in v] for k, v in bad.items()}}


def cards():
    good = []
    for name in ("Portable d'Alix", "Bureau de Béa", "L" * 60):
        i = Identity(name)
        card = i.card()
        good.append({"secret": i.secret, "name": name, "recipient": i.recipient, "sign_pk": i.sign_pk.hex(), "device": i.device.hex(),
                     "memory": derive_key("contrepoids 2026-11 device memory", i.secret.encode()).hex(),
                     "places": derive_key("contrepoids 2026-11 device places", i.secret.encode()).hex(),
                     "hex": card.hex(), "text": text_of(card), "six": six(card),
                     "french": words("french", six(card)), "english": words("english", six(card))})
    a, b = Identity("Portable d'Alix"), Identity("Bureau de Béa")
    fine = a.card()
    named = lambda name: cbor([1, name, a.recipient, a.sign_pk, a.sign("card", cbor([1, name, a.recipient, a.sign_pk]))])  # noqa: E731
    weak = (1).to_bytes(32, "little")
    sig = a.card_signature()
    shifted = sig[:32] + (int.from_bytes(sig[32:], "little") + L).to_bytes(32, "little")
    bad = {
        "cut": fine[:-1], "a byte behind": fine + b"\0", "layout 2": fine.replace(b"\x85\x01", b"\x85\x02", 1),
        "a longer head": fine.replace(b"\x85\x01", b"\x98\x05\x01", 1),
        "the recipient of another": cbor([1, a.name, b.recipient, a.sign_pk, sig]),
        "the key of another": cbor([1, a.name, a.recipient, b.sign_pk, sig]),
        "another name": cbor([1, b.name, a.recipient, a.sign_pk, sig]),
        "a key of small order": cbor([1, a.name, a.recipient, weak, weak + b"\0" * 32]),
        "S + L": cbor([1, a.name, a.recipient, a.sign_pk, shifted]),
        "signed as a statement": cbor([1, a.name, a.recipient, a.sign_pk, a.sign("statement", cbor([1, a.name, a.recipient, a.sign_pk]))]),
        "no name": named(""), "a name of 61": named("x" * 61), "a name with a line break": named("a\nb"), "a space before": named(" a"),
    }
    return {"good": good, "bad": {k: v.hex() for k, v in bad.items()},
            "bad_text": {"no beginning": text_of(fine)[4:], "cp2": "cp2:" + text_of(fine)[4:], "padded": text_of(fine) + "=",
                         "in the other alphabet": "cp1:" + base64.b64encode(fine).decode().rstrip("=").replace("A", "+", 1)}}


# --- shares -----------------------------------------------------------------------------------------------------------


def gf(a, b):
    out = 0
    while b:
        out ^= a if b & 1 else 0
        a, b = a << 1 ^ (0x11D if a & 0x80 else 0), b >> 1
    return out


def share(set_, x, y, version=1, threshold=2, spoil=0):
    before = bytes([version]) + set_ + bytes([threshold, x]) + y
    return before + bytes([blake3(before)[0] ^ spoil]) + blake3(before)[1:4]


def shares():
    p = Identity("Papier")
    set_ = derive_key("contrepoids 2026-11 share set", p.recipient.encode())[:4]
    slope = fixed("slope", 32)
    line = lambda x: bytes(s ^ gf(c, x) for s, c in zip(p.raw, slope))  # noqa: E731
    good = [share(set_, x, line(x)) for x in (1, 2, 3)]
    other = bytes(s ^ gf(c, 2) for s, c in zip(p.raw, fixed("another slope", 32)))
    return {
        "secret": p.secret, "recipient": p.recipient, "set": set_.hex(),
        "good": [{"hex": s.hex(), "french": words("french", numbers(s)), "english": words("english", numbers(s))} for s in good],
        "bad": {"version 2": share(set_, 1, line(1), version=2).hex(), "one is enough": share(set_, 1, line(1), threshold=1).hex(),
                "number 0": share(set_, 0, line(0)).hex(), "the checksum": share(set_, 1, line(1), spoil=1).hex(),
                "a bit of the set": (good[0][:1] + bytes([good[0][1] ^ 1]) + good[0][2:]).hex()},
        "mixed": [[good[0].hex(), share(set_, 2, other).hex()],
                  [good[0].hex(), share(bytes(4), 2, line(2)).hex()]],
        "same": [good[0].hex(), good[0].hex()],
        "few": [good[2].hex()],
    }


def contents():
    states, refused, disagree, malformed_ = chains()
    made = {"signatures": signatures(), "cards": cards(), "states": states, "refused": refused, "disagree": disagree,
            "malformed": malformed_, "shares": shares()}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def self_test():
    ed25519.self_test()
    # RFC 7748, 5.2: one round from 9.
    assert x25519(bytes([9]) + bytes(31)).hex() == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"
    assert polymod([ord(c) >> 5 for c in "a"] + [0] + [ord(c) & 31 for c in "a"] + [CHARSET.index(c) for c in "2uel5l"]) == 1


def main():
    self_test()
    if "--self-test" in sys.argv:
        return print("the curve fits the published examples")
    path = HERE / "holders-2.json"
    if "--check" in sys.argv:
        assert path.read_bytes() == contents(), "holders-2.json is not what holders.py makes"
        return print("holders-2.json is what holders.py makes")
    path.write_bytes(contents())
    print("made")


if __name__ == "__main__":
    main()
