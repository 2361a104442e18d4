"""The program for Windows under wine: `.ci/windows` builds both programs and calls this one.

W1  The demonstration, whole; the paths that it names are those of Windows, without the prefix of the system.
W2  A first hour with a passphrase: vault, import, list, agenda, notices into a folder, an export that `age` opens.
W3  A vault made on Linux opens here and is changed; then it opens on Linux again, and both changes are there.
W4  Killed while it writes, fifty times: no change that was acknowledged is lost, and the vault opens.
W5  Sent to a server on loopback by the process apart: each person once; a server that falls silent in the middle is not waited for
    without end, and what may have arrived does not go again.
W6  Bad input: a wrong passphrase, a vault in a folder of OneDrive.
"""

import re
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from mail_server import Gone, Server

EXE, LINUX = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
WINE = "/usr/lib/wine/wine64"
SHIM = """
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE p, SIZE_T n) { return SystemFunction036(p, (ULONG)n); }
"""
ROSTER = "Nom;Prénom;Courriel;Adhésion\nDurand;Zoé;zoe@example.org;2024-01-02\nMartin;Léa;lea@example.org;2023-05-06\n"
PASS = "lièvre bocal tambour racine gravier mésange cuivre ombrelle\n"
WRONG = 12


def check(holds, what):
    if not holds:
        sys.exit(f"FAILED: {what}")


class Windows:
    def __init__(self, home):
        self.home = home
        self.bin = home / "bin"
        self.bin.mkdir()
        shutil.copy(EXE, self.bin)
        (home / "shim.c").write_text(SHIM)
        # The library that Debian's wine lacks; a Windows has it.
        built = ["x86_64-w64-mingw32-gcc", "-shared", "-o", self.bin / "bcryptprimitives.dll", home / "shim.c", "-ladvapi32"]
        subprocess.run(built, check=True)
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "WINEPREFIX": str(home / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # By it wine reads what is typed.
            "LC_ALL": "C.UTF-8",
        }
        subprocess.run([WINE, "wineboot", "-i"], env=self.env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.c = home / "prefix" / "drive_c"
        self.place = self.c / "t"
        self.place.mkdir()

    def line(self, *words):
        return [WINE, self.bin / "contrepoids.exe", *words]

    def run(self, *words, given="", code=0):
        ended = subprocess.run(self.line(*words), env=self.env, input=given.encode(), capture_output=True, timeout=300)
        out = ended.stdout.decode() + ended.stderr.decode()
        if code is not None and ended.returncode != code:
            sys.exit(f"FAILED: {words} ended with {ended.returncode}\n{out}")
        return out


def demonstration(win):
    out = win.run("demo", "--lang", "fr")
    check("$env:CONTREPOIDS_VAULT = C:\\" in out.replace("'", "").replace('"', ""), "the demo names a path of Windows\n" + out[:400])
    check("\\\\?\\" not in out, "no prefix of the system in what a person reads")
    check(re.search(r"\b(\d+)/\1\b", out), "the demo goes to its end")


def first_hour(win):
    (win.place / "liste.csv").write_text(ROSTER, encoding="utf-8")
    mine = ["--lang", "fr", "--passphrase-fd", "0", "--yes"]
    out = win.run(*mine, "créer", given=PASS)
    check("AppData\\Local" in out, "the vault lies in the part of the profile that stays on this machine\n" + out)
    check("ajoutées 2" in win.run(*mine, "adhérent", "importer", "C:/t/liste.csv", "--apply", given=PASS), "two are imported")
    check("Zoé Durand" in win.run(*mine, "adhérent", "lister", given=PASS), "accents as they were")
    win.run(*mine, "échéances", given=PASS)
    filled = ["--valeur", "date=2030-12-03", "--valeur", "place=Salle 2", "--expéditeur", "section@example.net"]
    win.run(*mine, "--au", "2030-11-20", "avis", "préparer", "meeting", *filled, given=PASS)
    win.run(*mine, "--au", "2030-11-20", "avis", "envoyer", "--dossier-eml", "C:/t/courriels", "--vraiment", given=PASS)
    check(len(list((win.place / "courriels").glob("*.eml"))) == 2, "each has a message")
    subprocess.run(["age-keygen", "-o", win.place / "cle.txt"], check=True, capture_output=True)
    key = (win.place / "cle.txt").read_text().split("public key: ")[1].split()[0]
    win.run(*mine, "exporter", "fichier", "--pour", key, "--sortie", "C:/t/liste.age", given=PASS)
    opened = subprocess.run(["age", "-d", "-i", win.place / "cle.txt", win.place / "liste.age"], capture_output=True)
    check(opened.returncode == 0 and "Durand" in opened.stdout.decode(), "the export opens with age")
    out = win.run(*mine, "doctor", given=PASS, code=None)
    check("BitLocker" in out, "doctor says what it does not ask\n" + out)
    win.run(*mine, "adhérent", "lister", given="autre phrase de passe fausse\n", code=WRONG)


def there_and_back(win):
    base = win.place / "ensemble"
    base.mkdir()
    vault, key = base / "coffre", base / "cle.txt"
    ours = {"PATH": os.environ["PATH"], "HOME": str(win.home), "CONTREPOIDS_VAULT": str(vault), "CONTREPOIDS_IDENTITY": str(key)}

    def linux(*words):
        ended = subprocess.run([LINUX, *words], env=ours, capture_output=True)
        check(ended.returncode == 0, f"{words}: {ended.stderr.decode()}")
        return ended.stdout.decode()

    linux("init", "--yes")
    linux("member", "import", str(win.place / "liste.csv"), "--apply")
    words = next(line for line in linux("status").splitlines() if "words" in line.lower()).split()[-6:]
    here = ["--lang", "en", "--vault", "C:/t/ensemble/coffre", "--identity", "C:/t/ensemble/cle.txt", "--yes"]
    win.run(*here, "--accept-new", " ".join(words), "member", "edit", "Durand", "site=Lyon")
    check("Lyon" in win.run(*here, "member", "list"), "changed on Windows")
    check("Lyon" in linux("member", "list"), "and seen on Linux")
    linux("member", "edit", "Martin", "site=Brest")
    out = win.run(*here, "member", "list")
    check("Lyon" in out and "Brest" in out, "both changes are there")
    return here


def killed(win, here):
    acknowledged = 0
    for turn in range(1, 51):
        child = subprocess.Popen(
            win.line(*here, "member", "edit", "Durand", f"service=tour {turn}"), env=win.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        # A kill at another moment each time, from the start of the program to after its end.
        until = time.monotonic() + turn * 0.03
        while time.monotonic() < until and child.poll() is None:
            time.sleep(0.002)
        child.kill()
        child.wait()
        if child.returncode == 0:
            acknowledged = turn
    out = win.run(*here, "member", "show", "Durand")
    found = [int(word) for line in out.splitlines() if "tour" in line for word in line.replace("tour", " ").split() if word.isdigit()]
    check(found and max(found) >= acknowledged, f"acknowledged {acknowledged}, found {found}\n{out}")
    print(f"    50 kills; the last change that was acknowledged: {acknowledged}, the one that is there: {max(found)}")


def sent(win, here):
    filled = ["--set", "date=2030-12-03", "--set", "place=Room 2", "--from", "section@example.net"]
    on = ["--on", "2030-11-20"]
    win.run(*here, *on, "notice", "queue", "meeting", *filled)
    server = Server()
    win.run(*here, *on, "notice", "send", "--smtp", server.url, "--really")
    check(len(server.accepted) == 2, f"each person once: {len(server.accepted)}")
    server.close()
    win.run(*here, *on, "notice", "queue", "meeting", "--again", *filled)
    # The first one is cut off behind its final dot.
    def cut(step, number):
        if step == "dot" and number == 0:
            def gone(_):
                raise Gone
            return gone
        return None
    broken = Server(cut)
    win.run(*here, *on, "notice", "send", "--smtp", broken.url, "--really", code=None)
    broken.close()
    good = Server()
    win.run(*here, *on, "notice", "send", "--smtp", good.url, "--really", code=None)
    good.close()
    whom = [to for _, to, _ in broken.dots + good.accepted]
    check(len(whom) == len(set(whom)), f"nobody twice: {whom}")


def bad_input(win):
    synced = win.place / "OneDrive"
    synced.mkdir()
    out = win.run("--lang", "fr", "--vault", "C:/t/OneDrive/coffre", "--identity", "C:/t/k.txt", "--yes", "créer", code=None)
    check("OneDrive" in out and not (synced / "coffre").exists(), "a folder that OneDrive copies is refused\n" + out)


def main():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        win = Windows(pathlib.Path(folder))
        for what, act in [("W1", demonstration), ("W2", first_hour)]:
            act(win)
            print(f"{what}  good")
        here = there_and_back(win)
        print("W3  good")
        killed(win, here)
        print("W4  good")
        sent(win, here)
        print("W5  good")
        bad_input(win)
        print("W6  good")


main()
