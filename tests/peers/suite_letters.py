#!/usr/bin/env python3
"""Letters in programs of others: a dozen printed by Chromium to a tagged PDF, and opened by LibreOffice as a document to edit.

What LibreOffice reads has to be what the text says, word by word; the printed file has to be tagged and to name its language, so
that a screen reader can read it. No letter has a script, a request, or a word on who made it.
"""

import json
import pathlib
import re
import shutil
import subprocess
import zipfile

import common

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
if not BROWSER or not OFFICE:
    common.skip("this needs chromium and libreoffice")

# One of each moment, those with lists, with headings and with a receipt among them.
LETTERS = [
    "section-created", "designation-rss", "designation-ds", "elections-asked", "invitation-answer", "list-filing", "petition",
    "bargaining-request", "disagreement-minutes", "training-leave", "notice-of-strike", "data-access",
]


def words(text):
    """The words of a text, without the signs of its lists and tables and without the spaces that do not break."""
    sign = re.compile(r"^([-–•|]|\d{1,2}\.)$")
    return "".join(word for word in text.replace("\ufeff", "").split() if not sign.match(word)).replace("\u2011", "-")


def printed(work, name, page):
    pdf = work / f"{name}.pdf"
    subprocess.run(
        [BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
         f"--user-data-dir={work}/profile", "--host-resolver-rules=MAP * ~NOTFOUND", f"--print-to-pdf={pdf}",
         "--no-pdf-header-footer", f"file://{page}"],
        capture_output=True, timeout=120, cwd=work, check=True,
    )
    data = pdf.read_bytes()
    for mark in (b"%PDF-", b"/StructTreeRoot", b"/MarkInfo", b"/Lang (fr)"):
        assert mark in data, f"{name}: {mark} is not in the printed file"
    assert re.search(rb"/Marked\s+true", data), f"{name}: not tagged"
    assert b"/S /H1" in data, f"{name}: no heading"
    return len(data)


def opened(work, files):
    """What LibreOffice reads in these files, as text; all at once, since it takes its time to start."""
    out = work / "read"
    subprocess.run(
        [OFFICE, f"-env:UserInstallation=file://{work}/office", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
         "--outdir", str(out), *map(str, files)],
        capture_output=True, timeout=300, cwd=work, check=True,
    )
    return {file.stem: (out / f"{file.stem}.txt").read_text() for file in files}


def main():
    home = common.fresh()
    work = pathlib.Path(home.name)
    section = common.Section(work)
    section.run("init")
    size = 0
    for name in LETTERS:
        shown = json.loads(section.run("letter", "show", name, "--json").stdout)["value"]
        given = [part for row in shown["variables"] for value in row["sample"] for part in ("--set", f"{row['name']}={value}")]
        for ending in ("html", "odt", "txt"):
            section.run("letter", "write", name, *given, "--how", "hand", "--out", work / f"{name}.{ending}")
        page = (work / f"{name}.html").read_text()
        assert "<script" not in page and "src=" not in page, name
        size += printed(work, name, work / f"{name}.html")
        packed = zipfile.ZipFile(work / f"{name}.odt")
        assert packed.testzip() is None and packed.namelist()[0] == "mimetype", packed.namelist()
        assert {part.date_time[:3] for part in packed.infolist()} == {(1980, 1, 1)}, "a day in the file"
        assert not re.search(rb"creator|creation-date|generator", packed.read("meta.xml")), name
    print(f"{len(LETTERS)} letters printed, {size} bytes, tagged, in French")
    read = opened(work, [work / f"{name}.odt" for name in LETTERS])
    for name in LETTERS:
        ours = (work / f"{name}.txt").read_text()
        assert words(read[name]) == words(ours), f"{name}: LibreOffice reads\n{read[name]}\n\nand the text says\n{ours}"
    print(f"{len(LETTERS)} letters opened: LibreOffice reads what the text says")
    # The check sees what it is there for: a document that lacks a paragraph.
    name, bad = LETTERS[0], work / "bad.odt"
    with zipfile.ZipFile(work / f"{name}.odt") as packed, zipfile.ZipFile(bad, "w") as out:
        for part in packed.namelist():
            data = packed.read(part)
            out.writestr(part, re.sub(rb"<text:p [^>]*Text_20_body[^>]*>.*?</text:p>", b"", data, count=1) if part == "content.xml" else data)
    assert words(opened(work, [bad])["bad"]) != words((work / f"{name}.txt").read_text()), "what is missing was not seen"
    print("a document that lacks a paragraph is seen")
    home.cleanup()


if __name__ == "__main__":
    main()
