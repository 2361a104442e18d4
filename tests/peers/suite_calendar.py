"""Calendar files and holidays beside other programs.

Python's `icalendar` reads each file and finds what the agenda says, title by title, hostile ones too; `khal` imports
it, shows the same days, and moves an event instead of doubling it when the next file is imported; Python's
`holidays` knows the same public holidays.
"""

import csv
import datetime as dt
import json
import os
import random
import re
import subprocess
import sys

import common

try:
    import holidays
    import icalendar
except ImportError:
    # Debian's packages belong to Debian's Python.
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    common.skip("this needs python3-icalendar and python3-holidays")

PROVINCES = {
    "metropolitan": "Métropole", "alsace-moselle": "Alsace-Moselle", "guadeloupe": "Guadeloupe",
    "martinique": "Martinique", "guyane": "Guyane", "reunion": "La Réunion", "mayotte": "Mayotte",
}
PIECES = [
    ",", ";", "\\", "\\n", "\\N", ":", '"', "'", "BEGIN:VEVENT", "END:VCALENDAR", "SUMMARY:", "é", "œ", "日本", "𝒵",
    "😀", "‮", "\u00a0", " ", "  x", "=1+1", "%0D%0A", "\u2028", "a" * 70, "é" * 40, "X-WR:", "ATTACH:http://example.org",
]


def check_holidays():
    """The same days for the whole country and Alsace-Moselle; overseas the peer adds days that no law names."""
    compared = 0
    with open(common.ROOT / "tests/data/calendar/holidays.csv", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            province = PROVINCES.get(row["territory"])
            if province is None:
                continue
            year = int(row["year"])
            ours = {dt.date.fromisoformat(f"{year}-{day}") for day in row["days"].split()}
            theirs = {day for day in holidays.France(prov=province, years=year) if day.year == year}
            assert ours <= theirs, (row, ours - theirs)
            more = theirs - ours
            if row["territory"] in ("metropolitan", "alsace-moselle"):
                assert not more, (row, more)
            elif year >= 1984:
                # Customs of the islands: Good Friday, and the day of Victor Schœlcher on 21 July.
                assert all(day.weekday() == 4 or (day.month, day.day) == (7, 21) for day in more), (row, more)
            compared += 1
    assert compared == 7 * 131, compared
    print(f"holidays: {compared} years of territories agree with `holidays` {holidays.__version__}")


def hostile(random_, count):
    """Titles on one line that try to break out of theirs."""
    titles = [piece for piece in PIECES if piece.strip()]
    while len(titles) < count:
        titles.append("".join(random_.choices(PIECES, k=random_.randrange(1, 9))))
    kept = []
    for n, title in enumerate(titles):
        title = title.replace("\u2028", " ").strip()[:400]
        if title:
            kept.append(f"{n} {title}")
    return kept


def lines(section):
    found = section.run("agenda", "list", "--all", "--json")
    return json.loads(found.stdout)["value"]["lines"]


def export(section, *more):
    found = section.run("agenda", "ics", "--json", *more)
    return json.loads(found.stdout)["value"]


def events(text):
    """The events of a file by their names, after what RFC 5545 asks of its bytes."""
    data = text.encode()
    assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "a line is too long"
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors and calendar["VERSION"] == "2.0" and calendar["METHOD"] == "PUBLISH"
    found = {}
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        assert str(event["UID"]) not in found, "a name twice"
        found[str(event["UID"])] = event
    return found


def exact(text):
    """Each event's title by its name, read by the letter of RFC 5545 (3.1, 3.3.11)."""
    found, uid = {}, None
    for line in text.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if name == "UID":
            uid = value
        elif name == "SUMMARY":
            out, rest = "", iter(value)
            for letter in rest:
                if letter == "\\":
                    letter = next(rest)
                    letter = "\n" if letter in "nN" else letter
                out += letter
            found[uid] = out
    return found


def misread(title):
    """`icalendar` takes back what is escaped in several passes, so a backslash before one of these signs is lost or makes a
    line break of it: such titles are read by `exact` alone."""
    return re.search(r"\\[nN,;:\\]", title) is not None


TODAY = dt.date(2026, 11, 21)


def straight(title):
    """What turns the direction of a title is left out of a calendar."""
    return re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", title)


def check_event(event, line, title):
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert type(start) is dt.date and type(end) is dt.date, "not a whole day"
    assert str(end - dt.timedelta(days=1)) == line["on"], (end, line["on"])
    assert str(start) == (line.get("window_from") or line["on"]), (start, line)
    assert misread(title) or str(event["SUMMARY"]) == title, (str(event["SUMMARY"]), title)
    assert event["DTSTAMP"].dt.tzinfo is not None
    alarms = [part for part in event.walk("VALARM")]
    for alarm in alarms:
        assert alarm["ACTION"] == "DISPLAY", alarm
        assert misread(title) or str(alarm["DESCRIPTION"]) == title
        # Nine in the morning of a day that is not past and not after the day to keep.
        rings = dt.datetime.combine(start, dt.time()) + alarm["TRIGGER"].dt
        assert rings.time() == dt.time(9) and rings.date() < end, rings
        assert rings.date() >= min(TODAY, end - dt.timedelta(days=1)), rings
    assert bool(alarms) == (end > TODAY), (alarms, end)
    # The alarm stands behind the properties of its event.
    text = event.to_ical().decode()
    assert "STATUS:CANCELLED" not in text


def uid_of(line):
    return line["uid"]


def check_files(section, random_):
    section.run("company", "set", "--mandates-end", "2027-03-31", "--last-pay", "2025-11-15",
                "--representative-section", "yes")
    section.run("agenda", "record", "first-round-held", "--day", "2026-11-19")
    titles = hostile(random_, common.scaled(60))
    for n, title in enumerate(titles):
        section.run("agenda", "add", title, "--day", str(dt.date(2027, 1, 1) + dt.timedelta(days=n)))
    for lang in ("fr", "en"):
        section.lang = lang
        by_uid = {uid_of(line): line for line in lines(section)}
        text = export(section, "--titles", "full")["calendar"]
        full = events(text)
        assert full.keys() == by_uid.keys()
        assert exact(text) == {uid: straight(line["title"]) for uid, line in by_uid.items()}
        for uid, event in full.items():
            line = by_uid[uid]
            check_event(event, line, straight(line["title"]))
        own = [title for uid, title in exact(text).items() if by_uid[uid]["rule"] == "own"]
        assert sorted(own) == sorted(map(straight, titles)), "a title came back other than it went in"
        neutral = events(export(section)["calendar"])
        word = {"fr": "Échéance", "en": "Reminder"}[lang]
        for uid, event in neutral.items():
            check_event(event, by_uid[uid], f"{word} {by_uid[uid]['handle']}")
            assert "DESCRIPTION" not in event
    section.lang = "en"
    print(f"icalendar {icalendar.__version__}: {len(by_uid)} events in two languages, {len(titles)} hostile titles")


def khal(home, *args):
    run = subprocess.run(
        ["khal", *args], env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(home / "config"),
                              "XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache")},
        capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
    )
    assert run.returncode == 0, f"khal {args}\n{run.stdout}\n{run.stderr}"
    return run.stdout


def shown(home):
    """What khal shows: name, day, title."""
    text = khal(home, "list", "2026-11-01", "500d", "--day-format", "", "--format",
                "{uid}\t{start-date}\t{title}\t{status}")
    found = {}
    for row in text.splitlines():
        if row.count("\t") == 3:
            uid, day, title, status = row.split("\t")
            assert uid not in found, f"{uid} twice in khal"
            found[uid] = (day, title, status.strip())
    return found


def check_khal(section):
    try:
        subprocess.run(["khal", "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        common.skip("this needs khal")
    home = section.home / "khal"
    (home / "config/khal").mkdir(parents=True)
    (home / "cal").mkdir()
    (home / "config/khal/config").write_text(
        f"[calendars]\n[[cal]]\npath = {home / 'cal'}\n[locale]\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\ntimeformat = %H:%M\n"
        "local_timezone = Europe/Paris\ndefault_timezone = Europe/Paris\n[default]\ndefault_calendar = cal\n"
    )
    made = json.loads(section.run("agenda", "record", "designation", "--day", "2026-11-20", "--json").stdout)
    fact = made["value"]["id"][:8]
    file = section.home / "dates.ics"

    def give(name):
        section.run("agenda", "ics", "--titles", "full", "--out", str(file), "--force")
        khal(home, "import", "--batch", "-a", "cal", str(file))
        # What khal is asked for begins in November.
        wanted = {uid_of(line): line for line in lines(section) if line["on"] >= "2026-11-01"}
        found = shown(home)
        for uid, line in wanted.items():
            assert found[uid][0] == line["on"], (name, line["rule"], found[uid], line["on"])
        return found, wanted

    found, wanted = give("first")
    assert len(found) == len(wanted) > 10
    contest = next(line for line in wanted.values() if line["rule"] == "contest-designation")
    assert found[uid_of(contest)][0] == "2026-12-07"
    section.run("agenda", "change", fact, "--day", "2026-11-23")
    found, wanted = give("moved")
    assert found[uid_of(contest)][0] == "2026-12-08", "khal moved the event"
    assert len(found) == len(wanted), "khal doubled an event"
    section.run("agenda", "remove", fact)
    found, _ = give("gone")
    assert found[uid_of(contest)][2] == "CANCELLED", found[uid_of(contest)]
    print(f"khal: {len(found)} events imported three times, one moved, one cancelled")


def self_test():
    """The checks must see what is wrong."""
    good = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:a\r\n"
            "DTSTAMP:20261121T080000Z\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:x\r\n"
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-P6DT15H\r\nEND:VALARM\r\nEND:VEVENT\r\n"
            "END:VCALENDAR\r\n")
    line = {"on": "2026-12-31"}
    check_event(events(good)["a"], line, "x")
    bad = [
        good.replace("20270101", "20270102"), good.replace("-P6DT15H", "-P6DT16H"), good.replace("SUMMARY:x", "SUMMARY:y"),
        good.replace("20261231", "20261230"), good.replace("DISPLAY", "AUDIO"), good.replace("\r\n", "\n"),
        good.replace("SUMMARY:x", "SUMMARY:" + "x" * 80), good.replace("UID:a", "UID:b"),
        good.replace(";VALUE=DATE:20261231", ":20261231T100000Z"),
    ]
    for text in bad:
        try:
            check_event(events(text)["a"], line, "x")
        except (AssertionError, KeyError, ValueError, TypeError):
            continue
        raise SystemExit(f"a wrong file passed:\n{text}")


def main():
    self_test()
    check_holidays()
    random_ = random.Random(common.seed())
    with common.fresh(common.memory()) as home:
        section = common.Section(home)
        section.run("init")
        check_files(section, random_)
    with common.fresh(common.memory()) as home:
        section = common.Section(home)
        section.run("init")
        section.run("company", "set", "--mandates-end", "2027-03-31", "--last-pay", "2026-10-15",
                    "--representative-section", "yes")
        section.run("agenda", "record", "first-round-held", "--day", "2026-11-19")
        section.run("agenda", "record", "minority-agreement", "--day", "2026-11-18")
        section.run("agenda", "add", "Atelier", "--day", "2026-12-10")
        section.run("agenda", "add", "Réunion", "--day", "2026-12-17")
        check_khal(section)


if __name__ == "__main__":
    main()
