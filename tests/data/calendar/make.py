#!/usr/bin/env python3
"""Makes holidays.csv and deadlines.csv: what the tests of the calendar expect.

An independent reading: nothing here comes from the Rust code. Easter is found by the tables of the calendar reform
(golden number, epact, dominical letter), not by the algorithm of Meeus, Jones and Butcher; days are counted one by
one, not added; the periods are written down again from the articles.

    python3 tests/data/calendar/make.py          # writes both files beside this one
    python3 tests/data/calendar/make.py --check  # tells whether they are as they would be written
"""
import datetime as dt
import io
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
ONE = dt.timedelta(days=1)


def easter(year):
    """The Sunday after the fourteenth day of the paschal moon, day by day from 21 March."""
    golden = year % 19 + 1
    century = year // 100 + 1
    solar = 3 * century // 4 - 12
    lunar = (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + lunar - solar) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    moon = 44 - epact
    if moon < 21:
        moon += 30
    day = dt.date(year, 3, 1) + (moon - 1) * ONE + ONE
    while day.weekday() != 6:
        day += ONE
    return day


ABOLITION = {
    "mayotte": (4, 27, 1984),
    "martinique": (5, 22, 1984),
    "guadeloupe": (5, 27, 1984),
    "guyane": (6, 10, 1984),
    "reunion": (12, 20, 1983),
    "saint-barthelemy": (10, 9, 1984),
    "saint-martin": (5, 27, 1984),
}
TERRITORIES = ["metropolitan", "alsace-moselle", "alsace-moselle-no-good-friday", *ABOLITION]


def holidays(year, territory):
    sunday = easter(year)
    days = {dt.date(year, m, d) for m, d in
            [(1, 1), (5, 1), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]}
    if year >= 1982:
        days.add(dt.date(year, 5, 8))
    days |= {sunday + n * ONE for n in (1, 39, 50)}
    if territory.startswith("alsace"):
        days.add(dt.date(year, 12, 26))
        if territory == "alsace-moselle":
            days.add(sunday - 2 * ONE)
    elif territory in ABOLITION:
        month, day, since = ABOLITION[territory]
        if year >= since:
            days.add(dt.date(year, month, day))
    return days


CLOSED = {}


def is_holiday(day, territory):
    key = (day.year, territory)
    if key not in CLOSED:
        CLOSED[key] = holidays(*key)
    return day in CLOSED[key]


def is_open(day, territory):
    return day.weekday() < 5 and not is_holiday(day, territory)


def is_working(day, territory):
    return day.weekday() != 6 and not is_holiday(day, territory)


def last_of_month(year, month):
    day = dt.date(year, month, 28)
    while (day + ONE).month == month:
        day += ONE
    return day


def months(day, n):
    index = day.year * 12 + day.month - 1 + n
    year, month = divmod(index, 12)
    last = last_of_month(year, month + 1)
    return last if day.day > last.day else dt.date(year, month + 1, day.day)


def count(act, n, unit, way, territory):
    """The first day that counts, and the last."""
    step = ONE if way == "after" else -ONE
    sign = 1 if way == "after" else -1
    if unit in ("months", "years"):
        return act + step, months(act, sign * n * (12 if unit == "years" else 1))
    counts = {
        "days": lambda d: True,
        "clear-days": lambda d: True,
        "working-days": lambda d: is_working(d, territory),
    }[unit]
    day, first, left = act, None, n + (unit == "clear-days")
    while left:
        day += step
        if counts(day):
            first = first or day
            left -= 1
    return first, day


def answer(act, n, unit, way, roll, territory):
    first, raw = count(act, n, unit, way, territory)
    step = ONE if way == "after" else -ONE
    extended = raw
    while not is_open(extended, territory):
        extended += step
    if roll == "carry":
        # The month of the credit is one of them: the day before the same month of the end begins.
        due = raw.replace(day=1) - ONE
        extended = due
        while not is_open(extended, territory):
            extended += ONE
        return first, raw, due, extended
    due = extended if roll in ("extended", "backward") else raw
    return first, raw, due, extended


# The periods, from the articles.
RULES = {
    "contest-electorate": (3, "days", "after", "extended"),          # R2314-24
    "contest-election": (15, "days", "after", "extended"),           # R2314-24
    "contest-designation": (15, "days", "after", "extended"),        # R2314-24
    "cassation": (10, "days", "after", "extended"),                  # R2314-25
    "first-round": (90, "days", "after", "not-provided"),            # L2314-4
    "second-round": (15, "days", "after", "not-provided"),           # L2314-29
    "invitation-before-meeting": (15, "days", "before", "backward"),  # L2314-5
    "renewal-invitation": (2, "months", "before", "backward"),       # L2314-5
    "renewal-first-round": (15, "days", "before", "fixed"),          # L2314-5
    "election-request": (1, "months", "after", "not-provided"),      # L2314-8
    "election-request-after-carence": (6, "months", "after", "fixed"),  # L2314-8
    "mandate-end": (4, "years", "after", "fixed"),                   # L2314-33
    "by-election-limit": (6, "months", "before", "fixed"),           # L2314-10
    "rss-return": (6, "months", "before", "fixed"),                  # L2142-1-1
    "protection-delegate": (12, "months", "after", "fixed"),         # L2411-3
    "protection-elected": (6, "months", "after", "fixed"),           # L2411-5
    "hours-carry": (12, "months", "after", "carry"),                 # R2315-5
    "hours-notice": (8, "days", "before", "backward"),               # R2315-5
    "bargain-pay": (12, "months", "after", "not-provided"),          # L2242-13
    "bargain-careers": (36, "months", "after", "not-provided"),      # L2242-13
    "bargain-request-forward": (8, "days", "after", "not-provided"),  # L2242-13
    "bargain-request-convene": (15, "days", "after", "not-provided"),  # L2242-13
    "majority-agreement-referendum-request": (1, "months", "after", "not-provided"),  # L2232-12
    "referendum-signatures": (8, "days", "after", "not-provided"),   # L2232-12
    "agreement-nullity": (2, "months", "after", "extended"),         # L2262-14
    "pse-validation": (15, "days", "after", "extended"),             # L1233-57-4, R1231-1
    "pse-homologation": (21, "days", "after", "extended"),           # L1233-57-4, R1231-1
    "pse-expert-report": (15, "days", "before", "backward"),         # L1233-34
    "consultation-opinion": (1, "months", "after", "not-provided"),  # R2312-6
    "cse-agenda": (3, "days", "before", "backward"),                 # L2315-30
    "cse-note": (2, "working-days", "before", "backward"),           # L2315-22
    "cse-answer": (6, "working-days", "after", "not-provided"),      # L2315-22
    "cse-minutes": (15, "days", "after", "not-provided"),            # D2315-26
    "training-leave-request": (30, "days", "before", "backward"),    # R2145-4
    "training-leave-answer": (8, "days", "after", "not-provided"),   # R2145-5
    "strike-notice": (5, "clear-days", "before", "backward"),        # L2512-2
}


def cases():
    day = dt.date.fromisoformat
    # Published examples and rulings.
    for rule, act in [
        ("contest-election", "2023-10-12"), ("contest-election", "2018-10-29"), ("second-round", "2023-03-13"),
        ("bargain-pay", "2025-11-15"), ("renewal-first-round", "2019-06-16"),
    ]:
        yield rule, day(act), "metropolitan"
    # Ends of months, leap years, 31 January plus a month, 29 February plus a year.
    for act in ["2027-01-28", "2027-01-29", "2027-01-30", "2027-01-31", "2028-01-29", "2028-01-30", "2028-01-31",
                "2028-02-29", "2027-02-28", "2026-08-31", "2026-12-31", "2024-02-29", "2027-03-31", "2027-04-30",
                "2027-05-31", "2026-10-31"]:
        for rule in ["election-request", "agreement-nullity", "mandate-end", "bargain-pay", "bargain-careers",
                     "renewal-invitation", "protection-elected"]:
            yield rule, day(act), "metropolitan"
    # The two week-ends of summer time of three years.
    for act in ["2026-03-27", "2026-03-28", "2026-03-29", "2026-10-23", "2026-10-24", "2026-10-25", "2027-03-26",
                "2027-03-27", "2027-03-28", "2027-10-30", "2027-10-31", "2028-03-25", "2028-03-26"]:
        for rule in ["contest-electorate", "cse-note", "cse-answer"]:
            yield rule, day(act), "metropolitan"
    # Holidays on Mondays and Fridays, and days before them.
    for act in ["2026-04-03", "2026-05-22", "2027-03-26", "2027-05-14", "2028-04-14", "2028-06-02", "2026-04-28",
                "2027-10-29", "2027-11-08", "2026-11-08", "2027-12-31", "2028-12-22", "2027-08-13", "2028-08-11",
                "2028-04-28", "2028-05-05", "2026-12-24"]:
        for rule in ["contest-electorate", "cassation", "cse-agenda", "strike-notice"]:
            yield rule, day(act), "metropolitan"
    # Alsace-Moselle: Good Friday and 26 December.
    for act in ["2026-03-31", "2027-03-23", "2028-04-11", "2025-04-15", "2028-12-23", "2029-12-23", "2023-12-23"]:
        for territory in ["alsace-moselle", "alsace-moselle-no-good-friday", "metropolitan"]:
            yield "contest-electorate", day(act), territory
    for act in ["2026-04-06", "2027-03-29", "2028-12-29"]:
        yield "cse-agenda", day(act), "alsace-moselle"
        yield "cse-note", day(act), "alsace-moselle"
    # Overseas.
    for territory, (month, number, _) in ABOLITION.items():
        for year in (2025, 2026, 2027, 2028):
            holiday = dt.date(year, month, number)
            yield "contest-electorate", holiday - 3 * ONE, territory
            yield "contest-election", holiday - 15 * ONE, territory
            yield "cse-note", holiday + ONE, territory
        yield "contest-electorate", dt.date(2027, month, number) - 3 * ONE, "metropolitan"
    # Every rule, from two days.
    for rule in RULES:
        for act in ["2026-11-21", "2027-05-08"]:
            yield rule, day(act), "metropolitan"


def files():
    out = io.StringIO()
    out.write("territory,year,days\n")
    for territory in TERRITORIES:
        for year in range(1970, 2101):
            days = " ".join(d.strftime("%m-%d") for d in sorted(holidays(year, territory)))
            out.write(f"{territory},{year},{days}\n")
    yield "holidays.csv", out.getvalue()
    out = io.StringIO()
    out.write("rule,from,territory,first_day_counted,raw,due,extended\n")
    seen = set()
    for case in cases():
        if case not in seen:
            seen.add(case)
            rule, act, territory = case
            days = ",".join(str(d) for d in answer(act, *RULES[rule], territory))
            out.write(f"{rule},{act},{territory},{days}\n")
    yield "deadlines.csv", out.getvalue()


def main():
    bad = 0
    for name, text in files():
        path = HERE / name
        if "--check" in sys.argv:
            if not path.exists() or path.read_text() != text:
                print(f"{name} is not what this program writes", file=sys.stderr)
                bad = 1
        else:
            path.write_text(text)
    return bad


if __name__ == "__main__":
    sys.exit(main())
