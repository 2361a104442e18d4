#!/usr/bin/env python3
"""The page of results in a real browser: read as a document, drawn, and printed to a tagged PDF.

Chromium, without a network, opens the page of `election show --html` and that of `election compare --html`. What it makes of
them is held against what the program says in JSON: every number of the tables, a table beside each picture, no script, no
request. The printed file has to be tagged, so that a screen reader can read it.
"""

import html.parser
import json
import pathlib
import re
import shutil
import struct
import subprocess
import zlib

import common

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
if not BROWSER:
    common.skip("this needs chromium")


class Page(html.parser.HTMLParser):
    """What stands in the tables and pictures of a document."""

    def __init__(self):
        super().__init__()
        self.tags, self.rows, self.cell, self.titles = [], [], None, []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th", "title"):
            self.cell = (tag, [])

    def handle_endtag(self, tag):
        if self.cell and self.cell[0] == tag:
            text = "".join(self.cell[1])
            (self.titles if tag == "title" else self.rows[-1]).append(text)
            self.cell = None

    def handle_data(self, data):
        if self.cell:
            self.cell[1].append(data)


def browse(work, page, *options):
    """Runs the browser on a file, without a network and with a profile of its own."""
    return subprocess.run(
        [BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
         f"--user-data-dir={work}/profile", "--host-resolver-rules=MAP * ~NOTFOUND", *options, f"file://{page}"],
        capture_output=True, timeout=120, cwd=work,
    )


def pixels(path):
    """How many of the bytes of a picture differ from the first: an empty page has none."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", path
    at, packed = 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + size]
        at += 12 + size
    raw = zlib.decompress(packed)
    return len(set(raw[1::997]))


def check_drawn(work, name, page):
    dom = browse(work, page, "--dump-dom").stdout.decode()
    seen = Page()
    seen.feed(dom)
    assert "script" not in seen.tags and "img" not in seen.tags and "link" not in seen.tags, set(seen.tags)
    assert seen.tags.count("svg") >= 1 and seen.tags.count("table") >= seen.tags.count("svg"), name
    assert seen.tags.count("caption") == seen.tags.count("table"), name
    browse(work, page, f"--screenshot={work}/{name}.png", "--window-size=900,2400")
    colours = pixels(work / f"{name}.png")
    assert colours > 3, f"{name}: an empty picture"
    browse(work, page, f"--print-to-pdf={work}/{name}.pdf", "--no-pdf-header-footer")
    pdf = (work / f"{name}.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-"), name
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang"):
        assert mark in pdf, f"{name}: {mark} is not in the printed file"
    assert re.search(rb"/Marked\s+true", pdf), f"{name}: not tagged"
    print(f"{name}: {seen.tags.count('svg')} pictures, {seen.tags.count('table')} tables, {len(pdf)} bytes printed, tagged")
    return seen


def main():
    home = common.fresh()
    work = pathlib.Path(home.name)
    section = common.Section(work)

    def run(*args):
        return section.run(*args).stdout

    run("init")
    for year, cgt in ((2022, 30), (2026, 40)):
        run("election", "new", "--date", f"{year}-11-03", "--union", "CGT", "--name", f"a <i>{year}</i> & co", "--kind", "general",
            "--college", "1:holders=4,substitutes=0,women=60,men=40")
        which = json.loads(run("election", "list", "--json"))["value"]["elections"][-1]["short"]
        for union, names in (("CGT", "ABCD"), ("FO", "EF")):
            candidates = [part for n, name in enumerate(names) for part in ("--candidate", f"Person {name};{'FH'[n % 2]}")]
            run("election", "lists", "add", which, "--college", "1", "--vote", "holders", "--union", union, *candidates)
        for entry in ("1", "2"):
            run("election", "count", which, "--college", "1", "--vote", "holders", "--entry", entry, "--voters", "62",
                "--blank", "1", "--null", "1", "--list", f"CGT={cgt}", "--list", f"FO={60 - cgt}")
    page = work / "results.html"
    run("election", "show", which, "--html", str(page))
    shown = json.loads(run("election", "show", which, "--json"))["value"]
    seen = check_drawn(work, "results", page)
    vote = shown["votes"][0]
    rows = {row[0]: row for row in seen.rows if row}
    for number, listed in enumerate(vote["lists"], 1):
        row = rows[f"{number}. {listed['name']}"]
        assert (row[1], row[3]) == (str(listed["ballots"]), str(listed["seats"])), row
    for union in shown["audience"]["unions"]:
        assert rows[union["name"]][3] == ("yes" if union["representative"] else "no"), rows[union["name"]]
    assert not any("Person" in cell for row in seen.rows for cell in row), "a name without the flag"
    assert seen.titles[0] == "Table of figures", seen.titles
    seats = sum(listed["seats"] for listed in vote["lists"])
    assert seen.tags.count("circle") == vote["to_fill"] >= seats, seen.tags.count("circle")
    page = work / "change.html"
    run("election", "compare", which, "--html", str(page))
    seen = check_drawn(work, "change", page)
    rows = {row[0]: row for row in seen.rows if row}
    assert rows["CGT, ballots"][1:] == ["30", "40", "+10"], rows["CGT, ballots"]
    # The check sees what it is there for: a page with a script is refused.
    bad = work / "bad.html"
    bad.write_text(page.read_text().replace("<main>", "<main><script>1</script>"))
    try:
        check_drawn(work, "bad", bad)
    except AssertionError:
        print("a page with a script is refused")
    else:
        raise AssertionError("a script was not seen")
    home.cleanup()


if __name__ == "__main__":
    main()
