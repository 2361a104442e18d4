"""The same arithmetic the plain way, in Python: what a union's spreadsheet-minded developer would write in an evening.

    python3 law.py allocate            microseconds for 35 seats among 12 lists, best of the runs
    python3 law.py minutes FILE TIMES  microseconds for the rows of FILE, TIMES over: quorum, sums, audience
"""

import csv
import sys
import time
from fractions import Fraction

VOTES = [612, 431, 402, 377, 298, 251, 199, 187, 143, 121, 97, 61]
UNIONS = ["CGT", "CFDT", "FO", "CFTC", "CFE-CGC", "SOLIDAIRES", "UNSA", "OTHER"]


def allocate(votes, seats):
    quotient = Fraction(sum(votes), seats)
    won = [int(v / quotient) for v in votes]
    while sum(won) < seats:
        averages = [Fraction(v, w + 1) for v, w in zip(votes, won)]
        best = max(averages)
        tied = [i for i, a in enumerate(averages) if a == best]
        won[max(tied, key=lambda i: votes[i])] += 1
    return won


def audit(rows):
    reached = representative = 0
    for row in rows:
        registered, valid = int(row["registered"]), int(row["valid"])
        votes = {u: Fraction(row[u]) for u in UNIONS if row[u] != "0"}
        assert sum(votes.values()) == valid
        reached += 2 * valid >= registered
        representative += sum(10 * v >= valid for v in votes.values())
    return reached, representative


def best(runs, call):
    spent = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        spent.append(time.perf_counter() - start)
    return min(spent) * 1e6


if sys.argv[1] == "allocate":
    print(best(200, lambda: allocate(VOTES, 35)), allocate(VOTES, 35))
else:
    with open(sys.argv[2], newline="") as file:
        rows = list(csv.DictReader(file))
    rows = [rows[i % len(rows)] for i in range(int(sys.argv[3]))]
    print(best(3, lambda: audit(rows)), *audit(rows))
