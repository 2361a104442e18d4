"""Finds a word in a heap of bytes, however it is written: as it is, in other case, UTF-16, hexadecimal, base64,
quoted-printable, percent signs, JSON escapes, and all of that inside gzip, zlib, bzip2, xz and zip."""

import base64
import bz2
import gzip
import io
import lzma
import pathlib
import quopri
import urllib.parse
import zipfile
import zlib


def needles(word):
    """What to look for; base64 as three shapes, by where the word falls in its groups of three."""
    raw = word.encode()
    out = {"as it is": raw.lower(), "upper case": word.upper().encode().lower(),
           "lower case": word.lower().encode(), "UTF-16LE": word.encode("utf-16-le").lower(),
           "UTF-16BE": word.encode("utf-16-be").lower(), "hexadecimal": raw.hex().encode(),
           "quoted-printable": quopri.encodestring(raw).replace(b"=\n", b"").lower(),
           "percent signs": urllib.parse.quote(word).encode().lower(),
           "JSON": word.encode("unicode_escape").lower()}
    exact = {}
    for phase in range(3):
        text = base64.b64encode(b"\0" * phase + raw)
        # The letters at both ends hold bits of the neighbours.
        exact[f"base64 {phase}"] = text[4 if phase else 0:-4]
        exact[f"base64url {phase}"] = base64.urlsafe_b64encode(b"\0" * phase + raw)[4 if phase else 0:-4]
    return out, exact


def inside(data):
    """What packed streams in the heap hold."""
    for magic, opener in ((b"\x1f\x8b\x08", gzip.decompress), (b"BZh", bz2.decompress), (b"\xfd7zXZ\0", lzma.decompress)):
        at = data.find(magic)
        while at >= 0:
            try:
                yield zlib.decompressobj(31).decompress(data[at:]) if opener is gzip.decompress else opener(data[at:])
            except Exception:  # whatever is broken there is no stream
                pass
            at = data.find(magic, at + 1)
    for magic in (b"\x78\x01", b"\x78\x9c", b"\x78\xda"):
        at = data.find(magic)
        while at >= 0:
            try:
                yield zlib.decompressobj().decompress(data[at:])
            except zlib.error:
                pass
            at = data.find(magic, at + 1)
    if b"PK\x03\x04" in data:
        try:
            with zipfile.ZipFile(io.BytesIO(data[data.find(b"PK\x03\x04"):])) as archive:
                for name in archive.namelist():
                    yield name.encode() + b"\n" + archive.read(name)
        except Exception:
            pass


def find(data, words, depth=2):
    """Returns (word, how it was written) for each hit."""
    hits = []
    lower, joined = data.lower(), data.replace(b"=\r\n", b"").replace(b"=\n", b"").lower()
    for word in words:
        folded, exact = needles(word)
        hits += [(word, how) for how, n in folded.items() if n in lower or n in joined]
        hits += [(word, how) for how, n in exact.items() if n in data or n in data.replace(b"\r\n", b"").replace(b"\n", b"")]
    if depth:
        for part in inside(data):
            hits += [(word, f"packed, {how}") for word, how in find(part, words, depth - 1)]
    return hits


def scan(folders, words, leave=()):
    """Every file below the folders, its name too."""
    hits = []
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if any(path.is_relative_to(other) for other in leave):
                continue
            hits += [(str(path), *hit) for hit in find(str(path.name).encode(), words, 0)]
            if path.is_file() and not path.is_symlink():
                hits += [(str(path), *hit) for hit in find(path.read_bytes(), words)]
    return hits


def self_test():
    """The scanner must find each of these planted leaks, and nothing where nothing is."""
    word = "Zphqx-CANARI-nom-é-0001"
    raw = word.encode()
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.csv", "Nom\n" + word)
    planted = [
        b"..." + raw + b"...", raw.decode().upper().encode(), raw.decode().lower().encode(), word.encode("utf-16-le"),
        word.encode("utf-16-be"), raw.hex().encode(), raw.hex().upper().encode(), base64.b64encode(b"N: " + raw + b"\n"),
        base64.b64encode(b"Na: " + raw + b"\n"), base64.encodebytes(b"Nam: " + b"x" * 40 + raw + b"\n"),
        quopri.encodestring(b"x" * 60 + raw), f"=?utf-8?b?{base64.b64encode(raw + b' Camille').decode()}?=".encode(),
        b"junk" + gzip.compress(b"Nom\n" + raw) + b"junk", b"junk" + zlib.compress(raw * 3), zipped.getvalue(),
        urllib.parse.quote(word).encode(), f'"{word}"'.encode("unicode_escape"), bz2.compress(raw), lzma.compress(raw),
    ]
    assert len(planted) >= 12
    for number, data in enumerate(planted):
        assert find(data, [word]), f"planted leak {number} was not found"
    assert not find(bytes(range(256)) * 50 + b"Zphqx-CANARI-nom-0002", [word])
    return len(planted)
