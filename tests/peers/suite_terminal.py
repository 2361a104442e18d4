"""What is asked on a terminal, and what is not: prompts on a pty, answered by this program (C5).

init asks twice and shows nothing of what is typed; a long list and an export ask first; a passphrase is never read from a
pipe that was not named.
"""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import time

from common import Section, binary, fresh

LIMIT = 60
PASSPHRASE = "tonneau lisible grimoire ourlet cadran hublot friche"


class Terminal:
    """A program on a pty: waits for a text, types, and keeps all that was shown."""

    def __init__(self, argv, env, cwd):
        self.shown = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.execve(argv[0], argv, env)

    def read(self, until=None):
        end = time.monotonic() + LIMIT
        while until is None or until not in self.shown:
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
                raise AssertionError(f"{until!r} was not shown in {LIMIT} s:\n{self.shown}")
            if not select.select([self.fd], [], [], 1)[0]:
                continue
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            if not data:
                assert until is None, f"{until!r} was not shown:\n{self.shown}"
                return self
            self.shown += data.decode(errors="replace").replace("\r\n", "\n")
        return self

    def type(self, text):
        # What is shown from here on is kept apart, so that an echo cannot hide in it.
        self.shown = ""
        os.write(self.fd, text.encode() + b"\n")
        return self

    def secret(self, text):
        """Types once the terminal no longer echoes and gives key by key, as a person would: the prompt is shown a moment before."""
        end = time.monotonic() + LIMIT
        while termios.tcgetattr(self.fd)[3] & (termios.ECHO | termios.ICANON):
            assert time.monotonic() < end, "the terminal still echoes"
            time.sleep(0.005)
        return self.type(text)

    def end(self):
        self.read()
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)


def on_terminal(home, *args, lang="en"):
    env = {"HOME": str(home), "TMPDIR": str(home), "PATH": "/usr/bin:/bin", "TERM": "xterm"}
    return Terminal([binary(), "--lang", lang, *map(str, args)], env, str(home))


def init():
    with fresh() as home:
        t = on_terminal(home, "init").read("Proposed passphrase").read("New passphrase: ")
        words = re.search(r"\n\n  ([a-z -]+)\n\n", t.shown).group(1).split()
        assert len(words) == 7, words
        t.secret(PASSPHRASE).read("Once more: ")
        assert PASSPHRASE not in t.shown, "the passphrase was echoed"
        t.secret(PASSPHRASE).read("characters from the paper: ")
        assert PASSPHRASE not in t.shown and "Recovery key" in t.shown, t.shown
        recovery = re.search(r"AGE-SECRET-KEY-1[A-Z0-9]{58}", t.shown).group(0)
        t.type("AAAAAA").read("Look at the paper").read("characters from the paper: ").type(recovery[-6:])
        assert t.end() == 0
        # The passphrase opens the vault; so does the recovery key, from a file.
        t = on_terminal(home, "doctor").read("Passphrase: ").secret(PASSPHRASE).read("The vault is whole")
        assert t.end() == 0
        paper = os.path.join(home, "paper.txt")
        with open(paper, "w") as file:
            file.write(recovery)
        # A key that lies open is refused, with what to type.
        os.chmod(paper, 0o644)
        t = on_terminal(home, "doctor", "--identity", paper).read("chmod 600")
        assert t.end() == 12
        os.chmod(paper, 0o600)
        t = on_terminal(home, "doctor", "--identity", paper).read("The vault is whole")
        assert t.end() == 0
    return "init: seven words proposed, asked twice, nothing echoed, recovery key opens"


def init_refuses():
    with fresh() as home:
        t = on_terminal(home, "init", lang="fr").read("Nouvelle phrase de passe").secret(PASSPHRASE)
        t.read("Encore une fois").secret(PASSPHRASE + "x").read("diffèrent").read("Nouvelle phrase de passe").secret("\x04")
        assert t.end() == 12
        t = on_terminal(home, "init").read("New passphrase: ").secret("azerty12").read("too easy to guess")
        t.read("New passphrase: ").secret("\x04")
        assert t.end() == 12
        assert not os.path.exists(os.path.join(home, ".config/contrepoids/identity.age")), "an identity was left"
        # Enter takes the proposal, which is typed once to show that it was written down.
        t = on_terminal(home, "init").read("New passphrase: ")
        words = re.search(r"\n\n  ([a-z -]+)\n\n", t.shown).group(1)
        t.secret("").read("Once more: ").secret(words).read("characters from the paper: ")
        t.type(re.search(r"AGE-SECRET-KEY-1[A-Z0-9]{58}", t.shown).group(0)[-6:])
        assert t.end() == 0
    return "init: two that differ and a weak one refused, the proposal taken"


def no_pipe():
    with fresh() as home:
        section = Section(home)
        section.run("init")
        env = section.environment()
        subprocess.run([binary(), "init", "--passphrase-fd", "0"], env=env, input=PASSPHRASE.encode(), check=True, capture_output=True)
        run = subprocess.run([binary(), "--lang", "en", "doctor"], env=env, input=PASSPHRASE.encode(), capture_output=True)
        assert run.returncode == 12 and b"there is none here" in run.stderr, run.stderr
    return "a passphrase is not taken from a pipe that was not named"


def questions():
    with fresh() as home:
        section = Section(home)
        section.run("init")
        people = "Nom;Prénom;Date d'adhésion\n" + "".join(f"Exemple{i};Camille;01/02/2024\n" for i in range(30))
        (section.home / "p.csv").write_text(people)
        section.run("member", "import", "p.csv", "--apply")
        key = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True)
        reader = re.search(r"age1\w+", key.stdout + key.stderr).group(0)
        place = ["--vault", section.vault, "--identity", section.key]
        for word, shown in (("n", False), ("y", True)):
            t = on_terminal(home, *place, "member", "list").read("[y/N]")
            assert "Exemple7" not in t.shown, "shown before the answer"
            t.type(word).read()
            assert ("Exemple7" in t.shown) == shown, t.shown
            t.end()
        t = on_terminal(home, *place, "member", "list", "Exemple7").read()
        assert "Camille" in t.shown and "[y/N]" not in t.shown, "a short list asks nothing"
        t.end()
        out = section.home / "r.age"
        export = ["export", "roster", "--to", reader, "--out", out]
        t = on_terminal(home, *place, *export).read("[y/N]").type("n")
        assert t.end() != 0 and not out.exists(), "written without a yes"
        t = on_terminal(home, *place, *export).read("[y/N]").type("y")
        assert t.end() == 0 and out.exists()
    return "a long list and an export ask first; no is no"


def counting():
    """A ballot box entered figure by figure, stopped, gone on with; the second entry sees nothing of the first."""
    with fresh() as home:
        section = Section(home)
        section.run("init")
        section.run("election", "new", "--date", "2026-12-03", "--union", "CGT", "--college", "1:holders=1,substitutes=0,registered=40")
        for union in ("CGT", "FO"):
            section.run("election", "lists", "add", "--vote", "holders", "--union", union, "--candidate", f"Camille {union};F")
        place = ["--vault", section.vault, "--identity", section.key]
        t = on_terminal(home, *place, "election", "count").read("Signatures on the list: ").type("30")
        t.read("Ballots found: ").type("many").read("A whole number is needed, or back, or q.").read("Ballots found: ").type("41")
        t.read("voters: is above registered").read("Ballots found: ").type("30").read("Blank: ").type("q").read("Saved up to here.")
        assert t.end() == 0
        # What was answered is there; empty answers leave it.
        t = on_terminal(home, *place, "election", "count").read("Signatures on the list [30]: ").type("")
        t.read("Ballots found [30]: ").type("").read("Blank: ").type("0").read("Null: ").type("0")
        t.read("Ballots of CGT: ").type("20").read("struck CGT, 1. Camille CGT: ").type("")
        t.read("Ballots of FO: ").type("10").read("struck FO, 1. Camille FO: ").type("").read("entry 1: finished")
        assert t.end() == 0
        t = on_terminal(home, *place, "election", "count").read("Signatures on the list: ")
        assert "30" not in t.shown and "20" not in t.shown, "the second entry sees the first"
        prompts = ["Ballots found: ", "Blank: ", "Null: ", "Ballots of CGT: ", "Camille CGT: ", "Ballots of FO: ", "Camille FO: "]
        t.type("")
        for prompt, answer in zip(prompts, ("30", "0", "0", "20", "", "10", "")):
            t.read(prompt).type(answer)
        t.read("the entries agree")
        assert t.end() == 0
        assert "Quorum reached" in section.run("election", "show").stdout
    return "a count on a terminal: saved at each answer, resumed, the second entry blind"


def strange():
    """A vault that is older than the device knows it, or was never seen there, opens by a typed word; --yes is none."""
    with fresh() as home:
        section = Section(home)
        section.run("init")
        section.run("member", "add", "family=Exemple", "given=Camille")
        old = section.home / "old"
        shutil.copytree(section.vault, old)
        section.run("member", "add", "family=Specimen", "given=Camille")
        shutil.rmtree(section.vault)
        shutil.copytree(old, section.vault)
        place = ["--vault", section.vault, "--identity", section.key, "--yes"]
        for word in ("", "y", "3"):
            t = on_terminal(home, *place, "member", "list").read("type 2 to open it").type(word).read("--accept-older 2")
            assert "Exemple" not in t.shown and t.end() == 13, t.shown
        t = on_terminal(home, *place, "member", "list").read("type 2 to open it").type("2").read("Exemple")
        assert t.end() == 0
        t = on_terminal(home, *place, "member", "list").read("Exemple")
        assert "open it" not in t.shown and t.end() == 0, "asked twice"
        shutil.rmtree(section.home / ".config")
        t = on_terminal(home, *place, "member", "list", lang="fr").read("premier des six").type("oui").read("jamais été ouvert")
        assert t.end() == 1
        t = on_terminal(home, *place, "member", "list").read("first of the six")
        code = re.search(r"six words are (\w+)", " ".join(t.shown.split())).group(1)
        t.type(code).read("Exemple")
        assert t.end() == 0
    return "a vault that is not as the device knows it opens by a typed word, once, and never by --yes"


def consent():
    """The command of an account runs for the first time on a device when a person there has read it and said yes."""
    with fresh() as home:
        section = Section(home)
        section.run("init")
        ran = section.home / "ran"
        section.run(
            "notice", "account", "add", "section", "--from", "equipe@section.example.org",
            "--smtp", "smtp://equipe@127.0.0.1:9", "--password-command", f"touch {ran}",
        )
        code = re.search(r"device:\s+([a-z ]+)", section.run("doctor").stdout).group(1).strip()
        shutil.rmtree(section.home / ".config")
        section.run("member", "list", "--accept-new", code, "--yes")
        place = ["--vault", section.vault, "--identity", section.key, "--yes"]
        test = ["notice", "account", "test"]
        for lang, word in (("en", "n"), ("fr", "")):
            t = on_terminal(home, *place, *test, lang=lang).read(f"touch {ran}").read("[y/N]" if lang == "en" else "[o/N]").type(word)
            assert t.end() == 1 and not ran.exists(), "run without a yes"
        t = on_terminal(home, *place, *test).read(f"touch {ran}").read("[y/N]").type("y")
        assert t.end() == 1 and ran.exists(), "not run after a yes"
        ran.unlink()
        section.run(*test, "--yes", check=False)
        assert ran.exists(), "asked twice"
    return "a command of an account is shown and asked about once on each device"


def self_test():
    """The check for an echo must see one."""
    t = Terminal(["/bin/sh", "-c", "echo ready; read x; echo done"], {"PATH": "/bin"}, "/").read("ready")
    t.type(PASSPHRASE).read()
    assert PASSPHRASE in t.shown, "an echo was not seen"
    t.end()


def main():
    self_test()
    for check in (init, init_refuses, no_pipe, questions, counting, strange, consent):
        print(check(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
