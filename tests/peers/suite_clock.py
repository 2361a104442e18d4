#!/usr/bin/env python3
"""The vault under a clock that is wrong (A14): years back and ahead, 1970, 2400, a leap day, the hour that summer time leaves out and
the one that it repeats, a clock a thousand times too fast, and back again.

Whatever it says, nothing panics and nothing is lost, the log stands by numbers and not by times, the last change by number is the one
that is undone, and `doctor` tells that the clock is behind the vault.
"""

import json
import subprocess
import sys

from common import Section, fresh, memory

CLOCKS = [
    "-2y", "+0", "+100y", "@1970-01-01 12:00:00", "@2024-02-29 23:59:59", "@2400-02-29 12:00:00", "-1d", "+0 x1000",
    "@2027-03-28 01:59:59", "@2027-03-28 03:00:00", "@2027-10-31 02:59:59", "@2027-10-31 02:00:00",
]


def at(section, clock, *args, check=True):
    # The day of the law is named, as always in tests: what is asked here is the clock of stamps and logs.
    return section.run(*args, before=("faketime", "-f", clock), env={"TZ": "Europe/Paris"}, check=check, timeout=120)


def whole(section, what):
    run = section.run("doctor", "--json", check=False)
    if run.returncode != 0:
        sys.exit(f"A14 FAILED: {what}: doctor ended with {run.returncode}\n{run.stdout}{run.stderr}")
    return [finding["id"] for finding in json.loads(run.stdout)["value"]["findings"]]


def main():
    probe = subprocess.run(["faketime", "-f", "@2001-01-01 00:00:00", "date", "+%Y"], capture_output=True, text=True)
    assert probe.stdout == "2001\n", f"the clock is not changed: {probe}"
    with fresh(memory()) as home:
        section = Section(home)
        section.run("init")
        section.run("member", "add", "nom=Martin", "prénom=Camille")
        for number, clock in enumerate(CLOCKS):
            at(section, clock, "member", "add", f"nom=Exemple{number}", "prénom=Lou")
            at(section, clock, "member", "edit", "Camille Martin", f"site=Lieu{number}")
            whole(section, clock)
        shown = json.loads(section.run("member", "list", "--standing", "all", "--yes", "--json").stdout)["value"]["people"]
        assert len(shown) == len(CLOCKS) + 1, shown
        events = json.loads(section.run("member", "history", "Camille Martin", "--json").stdout)["value"]["events"]
        numbers = [event["entry"] for event in events]
        assert len(events) == len(CLOCKS) + 1 and numbers == sorted(set(numbers)), numbers
        times = [event["when"] for event in events]
        assert times != sorted(times), "the clocks were not wrong"
        # The last change by number is the one that counts, and the one that is taken back.
        said = section.run("member", "show", "Camille Martin").stdout
        assert f"Lieu{len(CLOCKS) - 1}" in said, said
        at(section, "-50y", "member", "undo", "Camille Martin", "--yes")
        said = section.run("member", "show", "Camille Martin").stdout
        assert f"Lieu{len(CLOCKS) - 2}" in said, said
        # Behind what the vault has seen, and right again.
        at(section, "+100y", "member", "add", "nom=Futur", "prénom=Lou")
        assert "clock-behind" in whole(section, "a vault of the future")
    with fresh(memory()) as home:
        section = Section(home)
        section.run("init")
        assert "clock-behind" not in whole(section, "a vault of today")
    print(f"A14: {len(CLOCKS)} wrong clocks: the log by numbers, nothing lost, the clock told")


if __name__ == "__main__":
    main()
