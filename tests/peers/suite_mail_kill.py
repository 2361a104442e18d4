#!/usr/bin/env python3
"""Kills and power cuts while notices are sent (security check E12).

E12  50 times kill -9 at a random moment while a campaign goes to 200 members, of the program, of its child that talks to
     the server, or of both; then it is started again. 20 power cuts: the outbox lies on an ext4 image, the program is
     stopped, the image is copied as the disk has it, and the campaign goes on from the copy.

By what the server saw, by Message-ID, nobody got a message twice; each member is in exactly one of sent, failed and
unknown; whom the server did not see is not called sent, and is of unknown fate; there are at most as many of unknown fate
as there were kills. Those are then sent again with the number typed, under the same Message-ID (E13).
"""

import collections
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

from common import Section, fresh, need_root, scaled, seed
from mail_server import Server
from suite_crash import Image

MEMBERS = 200


def prepare(section):
    """A section of invented members; returns who has which address."""
    section.run("init")
    rows = "\n".join(f"Exemple;Personne {n};p{n}@example.org" for n in range(MEMBERS))
    table = pathlib.Path(section.home) / "a.csv"
    table.write_text(f"Nom;Prénom;Courriel\n{rows}\n", encoding="utf-8")
    section.run("member", "import", table, "--set", "situation=adhérent", "--apply")
    listed = json.loads(section.run("member", "list", "--columns", "email", "--json").stdout)
    people = {p["id"]: p["email"] for p in listed["value"]["people"]}
    assert len(people) == MEMBERS, f"{len(people)} people"
    return people


def queue(section):
    queued = section.run("notice", "queue", "welcome", "--from", "section@example.net", "--again", "--json")
    return json.loads(queued.stdout)["value"]["campaign"]


def sending(section, campaign, server, *more):
    words = ["notice", "send", campaign, "--smtp", server.url, "--pace", "0", "--really", "--yes", *more]
    return subprocess.Popen(
        section.command(*words), env=section.environment(), cwd=section.home, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )


def children(pid):
    try:
        return [int(n) for n in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def finish(section, campaign, server, *more):
    """Runs to the end; returns where each member stands."""
    done = section.run(
        "notice", "send", campaign, "--smtp", server.url, "--pace", "0", "--really", "--yes", "--json", *more,
        check=False, timeout=120,
    )
    assert done.returncode in (0, 30), f"{done.returncode} {done.stdout}{done.stderr}"
    status = json.loads(section.run("notice", "status", campaign, "--json").stdout)["value"]["notices"][0]
    return status["counts"], {m["member"]: m["state"] for m in status["open"]}


def judge(people, dots, counts, open_, kills):
    """What is wrong, by what the server saw of one campaign."""
    wrong = []
    times = collections.Counter(to for _, to, _ in dots)
    ids = collections.Counter(name for name, _, _ in dots)
    if any(n > 1 for n in times.values()) or any(n > 1 for n in ids.values()):
        wrong.append(f"{sum(n > 1 for n in times.values())} people got two")
    if "" in ids or len(ids) != len(times):
        wrong.append("a Message-ID for two people, or none")
    if strangers := set(times) - set(people.values()):
        wrong.append(f"{len(strangers)} strangers")
    states = {people[member]: state for member, state in open_.items()}
    unseen = [to for to in people.values() if to not in times and to not in states]
    if unseen:
        wrong.append(f"{len(unseen)} called sent, and the server never saw them")
    if odd := set(states.values()) - {"unknown"}:
        wrong.append(f"states {odd} after a run to the end")
    if counts.get("sent", 0) + counts.get("unknown", 0) != len(people) or set(counts) - {"sent", "unknown"}:
        wrong.append(f"not each in one state: {counts}")
    if counts.get("unknown", 0) > kills:
        wrong.append(f"{counts['unknown']} of unknown fate after {kills} kills")
    return wrong


def again(section, people, campaign, server, counts, open_):
    """E13: those of unknown fate go out again by their number, each under the Message-ID that it had."""
    if not open_:
        return []
    before = {to: name for name, to, _ in server.dots}
    start = len(server.dots)
    counts, open_ = finish(section, campaign, server, "--resend-unknown", str(len(open_)))
    late = server.dots[start:]
    if counts != {"sent": len(people)} or open_:
        return [f"after the typed yes: {counts}"]
    return [f"another Message-ID on the second try" for name, to, _ in late if before.get(to, name) != name]


def kills(rng, wanted):
    with fresh() as home:
        section = Section(home, lang="fr")
        people = prepare(section)
        total, hit, campaigns, unknown, arrived = 0, collections.Counter(), 0, 0, 0
        while total < wanted:
            server = Server(delay=lambda: rng.uniform(0, 0.004))
            campaign, here, campaigns = queue(section), 0, campaigns + 1
            while here < 9 and total < wanted:
                program = sending(section, campaign, server)
                # Within the sending as a rule; now and then at any moment from the start on.
                if rng.random() < 0.2:
                    time.sleep(rng.uniform(0, 0.2))
                else:
                    goal, end = len(server.dots) + rng.randrange(1, 25), time.monotonic() + 20
                    while len(server.dots) < goal and program.poll() is None and time.monotonic() < end:
                        time.sleep(0.0005)
                    time.sleep(rng.uniform(0, 0.006))
                if program.poll() is not None:
                    break
                what = rng.choice(("program", "program", "both", "child"))
                targets = {"program": [program.pid], "child": children(program.pid)}
                targets["both"] = targets["program"] + targets["child"]
                for pid in targets[what] if targets[what] else targets["program"]:
                    try:
                        os.kill(pid, signal.SIGKILL)
                    except ProcessLookupError:
                        pass
                hit[what] += 1
                here, total = here + 1, total + 1
                try:
                    # Without its child the program goes on with another.
                    program.wait(timeout=rng.uniform(0.05, 0.4) if what == "child" else 10)
                except subprocess.TimeoutExpired:
                    os.kill(program.pid, signal.SIGKILL)
                    program.wait()
                    here, total = here + 1, total + 1
            # A child whose parent was killed ends; what it had begun may still arrive.
            time.sleep(0.05)
            counts, open_ = finish(section, campaign, server)
            wrong = judge(people, server.dots, counts, open_, here)
            unknown += counts.get("unknown", 0)
            arrived += sum(people[m] in {to for _, to, _ in server.dots} for m in open_)
            wrong += again(section, people, campaign, server, counts, open_)
            server.close()
            if wrong:
                sys.exit(f"E12 FAILED in campaign {campaigns} after {here} kills: {wrong}")
        assert hit["child"] and hit["program"] and hit["both"], hit
    return (
        f"E12: {total} kills in {campaigns} campaigns to {MEMBERS} ({dict(hit)}), 0 duplicates, nobody forgotten, {unknown} of "
        f"unknown fate ({arrived} had arrived)"
    )


def cuts(rng, runs):
    with fresh() as home:
        section = Section(home, lang="fr")
        # The campaign waits on an image; each cut begins with a copy of it.
        base = Image(home, "base", "96M")
        section.vault = pathlib.Path(base.at) / "vault"
        try:
            base.make()
            people = prepare(section)
            campaign = queue(section)
        finally:
            base.unmount()
        # Each cut begins with the same old copy: what the device remembers of the vault goes back with it.
        remembers, noted = pathlib.Path(home) / ".config", pathlib.Path(home) / "noted"
        shutil.copytree(remembers, noted)
        unknown = begun = 0
        for number in range(runs):
            server = Server(delay=lambda: rng.uniform(0, 0.003))
            disk, copy = Image(home, f"disk{number}"), Image(home, f"copy{number}")
            try:
                subprocess.run(["cp", "--sparse=always", base.file, disk.file], check=True)
                shutil.rmtree(remembers)
                shutil.copytree(noted, remembers)
                section.vault = pathlib.Path(disk.mount().at) / "vault"
                program = sending(section, campaign, server)
                goal, end = rng.randrange(1, MEMBERS - 10), time.monotonic() + 20
                while len(server.dots) < goal and program.poll() is None and time.monotonic() < end:
                    time.sleep(0.0005)
                time.sleep(rng.uniform(0, 0.006))
                # Stopped, both; then the disk as it is, without what only memory holds.
                both = [program.pid, *children(program.pid)]
                for pid in both:
                    os.kill(pid, signal.SIGSTOP)
                ended = program.poll() is not None
                subprocess.run(["cp", "--sparse=always", disk.file, copy.file], check=True)
                for pid in both:
                    os.kill(pid, signal.SIGKILL)
                program.wait()
                assert not ended, "the run was over before the cut"
                disk.unmount()
                section.vault = pathlib.Path(copy.mount().at) / "vault"
                begun += len(server.dots)
                counts, open_ = finish(section, campaign, server)
                wrong = judge(people, server.dots, counts, open_, 1)
                unknown += counts.get("unknown", 0)
                wrong += again(section, people, campaign, server, counts, open_)
                if wrong:
                    sys.exit(f"E12 FAILED at power cut {number}: {wrong}")
            finally:
                server.close()
                disk.unmount()
                copy.unmount()
                for image in (disk, copy):
                    pathlib.Path(image.file).unlink(missing_ok=True)
    return f"E12: {runs} power cuts after {begun} messages, 0 duplicates, nobody forgotten, {unknown} of unknown fate"


def self_test():
    """The judge must see each fault."""
    people = {"a": "a@x", "b": "b@x", "c": "c@x"}
    dots = [(f"<{m}>", f"{m}@x", b"") for m in "abc"]
    good = {"sent": 3}
    assert judge(people, dots, good, {}, 0) == []
    assert judge(people, dots[:2], {"sent": 2, "unknown": 1}, {"c": "unknown"}, 1) == []
    assert judge(people, dots, {"sent": 2, "unknown": 1}, {"c": "unknown"}, 1) == []
    for bad in (
        (dots + dots[:1], good, {}, 9), (dots + [("<z>", "a@x", b"")], good, {}, 9), (dots[:2], good, {}, 9),
        (dots, {"sent": 2}, {}, 9), (dots, {"sent": 2, "queued": 1}, {}, 9), (dots, good, {"c": "queued"}, 9),
        (dots[:2], {"sent": 2, "unknown": 1}, {"c": "unknown"}, 0), (dots + [("<z>", "z@x", b"")], good, {}, 9),
        ([("<a>", "a@x", b""), ("<a>", "b@x", b""), dots[2]], good, {}, 9),
    ):
        assert judge(people, *bad), bad


def pauses(rng, runs):
    """Stopped in the middle, as Ctrl-Z does, and let go on: the same run goes on to its end."""
    with fresh() as home:
        section = Section(home, lang="fr")
        people = prepare(section)
        stopped = 0
        for number in range(runs):
            server = Server(delay=lambda: rng.uniform(0, 0.003))
            campaign = queue(section)
            program = sending(section, campaign, server)
            for goal in sorted(rng.sample(range(1, MEMBERS - 20), 2)):
                end = time.monotonic() + 20
                while len(server.dots) < goal and program.poll() is None and time.monotonic() < end:
                    time.sleep(0.0005)
                os.kill(program.pid, signal.SIGSTOP)
                time.sleep(0.3)
                before = len(server.dots)
                time.sleep(0.3)
                # What its child was told before may still arrive, and nothing after it.
                assert len(server.dots) == before and program.poll() is None, f"pause {number}: it went on"
                os.kill(program.pid, signal.SIGCONT)
                stopped += 1
            code = program.wait(timeout=60)
            status = json.loads(section.run("notice", "status", campaign, "--json").stdout)["value"]["notices"][0]
            wrong = judge(people, server.dots, status["counts"], {}, 0)
            server.close()
            if wrong or code != 0:
                sys.exit(f"pause FAILED: exit {code}, {wrong}")
    return f"pauses: {stopped} in {runs} campaigns to {MEMBERS}, each went on to its end, nobody twice, none of unknown fate"


def main():
    need_root()
    self_test()
    rng = random.Random(seed())
    for harness, count in ((kills, 50), (cuts, 20), (pauses, 3)):
        start = time.monotonic()
        text = harness(rng, scaled(count))
        print(f"{text} ({time.monotonic() - start:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
