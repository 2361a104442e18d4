#!/usr/bin/env python3
"""Reads a folder of .eml files as a mail program would, with Python's own `email` package.

    python3 tests/peers/check_mail.py DIR [--expected LIST]

Each file must have exactly one To with one address, no Cc and no Bcc, only the headers of the list below, a date in
UTC, CR LF line ends without a CR or LF alone, lines of at most 998 bytes, a text part and an HTML part that say the
same, nothing that loads from elsewhere. LIST holds lines of file name, address and name (as a JSON string),
separated by tabs: the To must parse to exactly these, and the name must be in both parts; a fourth field says how the text
names the person where it is another way.

Prints what is wrong and exits with 1; it shares no code with the program that wrote the files.
"""

import argparse
import email
import email.header
import email.policy
import html.parser
import json
import pathlib
import re
import sys

ALLOWED = {
    "from", "to", "reply-to", "subject", "date", "message-id", "mime-version", "content-type", "content-transfer-encoding",
    "list-unsubscribe", "auto-submitted",
}
PART_ALLOWED = {"content-type", "content-transfer-encoding"}
ONCE = ("from", "to", "subject", "date", "message-id", "mime-version", "content-type")


class Words(html.parser.HTMLParser):
    """Collects the words of a page, and what it would load."""

    def __init__(self):
        super().__init__()
        self.words, self.loads, self.skip = [], [], 0

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "title"):
            self.skip += 1
        for name, value in attrs:
            if name in ("src", "srcset", "background", "poster", "data", "action") or "url(" in (value or ""):
                self.loads.append(f"{tag} {name}={value}")
            if name == "href" and not re.match(r"(https|mailto):", value or ""):
                self.loads.append(f"{tag} {name}={value}")
        if tag in ("script", "img", "iframe", "object", "embed", "link", "form", "video", "audio"):
            self.loads.append(tag)

    def handle_endtag(self, tag):
        if tag in ("script", "style", "title"):
            self.skip -= 1

    def handle_data(self, data):
        if not self.skip:
            self.words.append(data)


def squeeze(text):
    """Only letters and digits: what both parts must have in common."""
    return "".join(c for c in text if c.isalnum())


def check(path, expected):
    raw = path.read_bytes()
    bad = []
    if raw.replace(b"\r\n", b"").count(b"\r") or raw.replace(b"\r\n", b"").count(b"\n"):
        bad.append("a CR or LF alone")
    if any(len(line) > 998 for line in raw.split(b"\r\n")):
        bad.append("a line longer than 998 bytes")
    if not raw.isascii():
        bad.append("a byte outside of ASCII")
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    names = [name.lower() for name in message.keys()]
    for name in names:
        if name not in ALLOWED:
            bad.append(f"the header {name}")
    for name in ONCE:
        if names.count(name) != 1:
            bad.append(f"{names.count(name)} times {name}")
    if bad:
        return bad
    if message.defects:
        bad.append(f"defects {message.defects}")
    for name in ("from", "to", "subject", "date", "message-id"):
        if message[name].defects:
            bad.append(f"{name}: {message[name].defects}")
    for name in ("from", "to"):
        if len(message[name].addresses) != 1:
            return bad + [f"{len(message[name].addresses)} addresses in {name}"]
    to, sender = message["to"].addresses[0], message["from"].addresses[0]
    if not re.fullmatch(r"<[0-9a-f]{32}@" + re.escape(sender.domain) + ">", str(message["message-id"])):
        bad.append("a Message-ID of another form")
    if not str(message["date"]).endswith(" +0000"):
        bad.append("a date that is not in UTC")
    if "\n" in str(message["subject"]) or not str(message["subject"]).strip():
        bad.append("a subject that is not one line")
    if "list-unsubscribe" in names:
        if not re.fullmatch(r"<mailto:[^<>,\s]+>", str(message["list-unsubscribe"])):
            bad.append("a List-Unsubscribe that is not one mailto")
    if message.get_content_type() != "multipart/alternative":
        return bad + ["not multipart/alternative"]
    parts = list(message.iter_parts())
    if [p.get_content_type() for p in parts] != ["text/plain", "text/html"]:
        return bad + ["parts other than text and HTML"]
    for part in parts:
        extra = {name.lower() for name in part.keys()} - PART_ALLOWED
        if extra:
            bad.append(f"a part with {extra}")
        if part.defects:
            bad.append(f"a part with defects {part.defects}")
    text, page = (part.get_content() for part in parts)
    words = Words()
    words.feed(page)
    if words.loads:
        bad.append(f"loads {words.loads}")
    if squeeze(text) != squeeze("".join(words.words)):
        bad.append("a text and a page that do not say the same")
    if expected is not None:
        address, name, called = expected
        if to.addr_spec != address:
            bad.append(f"To is {to.addr_spec}, not {address}")
        # The newer parser of Python (up to 3.12) keeps a space between two encoded words that stand side by side;
        # the older one does what RFC 2047 says.
        raw_to = email.message_from_bytes(raw)["to"].rsplit("<", 1)[0]
        older = str(email.header.make_header(email.header.decode_header(raw_to))).strip()
        if name not in (to.display_name, older):
            bad.append(f"the name is {to.display_name!r}, not {name!r}")
        if squeeze(called) not in squeeze(text):
            bad.append("the name is not in the text")
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--expected", type=pathlib.Path)
    options = parser.parse_args()
    expected = {}
    if options.expected:
        for line in options.expected.read_text(encoding="utf-8").splitlines():
            file, address, name, *called = line.split("\t")
            expected[file] = (address, json.loads(name), json.loads((called or [name])[0]))
    files = sorted(options.folder.glob("*.eml"))
    wrong = 0
    ids, recipients = set(), set()
    for path in files:
        bad = check(path, expected.get(path.name) if expected else None)
        if expected and path.name not in expected:
            bad.append("a file that was not expected")
        for what in bad:
            print(f"{path.name}: {what}")
        wrong += bool(bad)
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.SMTP)
        ids.add(str(message["message-id"]))
        recipients.add(str(message["to"]))
    if expected and len(files) != len(expected):
        print(f"{len(files)} files, {len(expected)} expected")
        wrong += 1
    if len(ids) != len(files):
        print("a Message-ID is there twice")
        wrong += 1
    print(f"{len(files)} messages, {len(ids)} Message-IDs, {len(recipients)} recipients, {wrong} wrong")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
