#!/usr/bin/env python3
"""Writes refused.txt and neighbours.txt: addresses that must never be written to when the employer owns DOMAINS, and
addresses that have nothing to do with it. `python3 tests/data/guard/make.py` writes both anew; a test reads them.

Signs that a text file cannot hold stand as \\u{XXXX}."""
import pathlib

DOMAINS = ["employeur.example", "mail.groupe.test", "société.example"]
HERE = pathlib.Path(__file__).parent
LOCAL = ["camille", "camille.exemple", "c.exemple+avis", "exemple_c", "camille-exemple"]


def case(host):
    yield host.upper()
    yield host.title()
    yield "".join(c.upper() if i % 2 else c for i, c in enumerate(host))


def disguises():
    ascii_hosts = ["employeur.example", "mail.groupe.test", "xn--socit-esab.example"]
    for host in ascii_hosts:
        for local in LOCAL:
            yield f"{local}@{host}"
        for other in case(host):
            yield f"camille@{other}"
        for below in ["paris", "mx1.paris", "a.b.c", "www", "xn--caf-dma", "mail-2", "intranet", "employeur", "7.mx"]:
            yield f"camille@{below}.{host}"
        yield f"camille@{host}."
        yield f"camille@{host}.."
        yield f"camille+syndicat@{host}"
        yield f"CAMILLE@{host.upper()}"
        yield f"camille@.{host}"
        yield f" camille@{host} "
        yield f"camille @{host}"
        yield f"camille@ {host}"
        yield f"\\u{{9}}camille@{host}"
        yield f"camille@{host}\\u{{a0}}"
        yield f"camille(privé)@{host}"
        yield f"camille@(privé){host}"
        yield f"camille@{host}(privé)"
        yield f'"camille exemple"@{host}'
        yield f'"camille@maison.example"@{host}'
        yield f"<camille@{host}>"
        yield f"Camille <camille@{host}>"
        yield f"camille@maison.example,camille@{host}"
        yield f"camille@maison.example;camille@{host}"
        yield f"camille@maison.example@{host}"
        yield f"camille%{host}@relais.example"
        yield f"camille%{host.upper()}@relais.example"
        yield f"{host}!camille@relais.example"
        yield f"camille={host}@liste.example"
        yield f"bounce+camille={host}@liste.example"
        yield f"@relais.example:camille@{host}"
        yield f"camille@{host}\\u{{0}}.maison.example"
        yield f"camille@maison.example\\u{{d}}\\u{{a}}Bcc: camille@{host}"
    for host in [
        "ernployeur.example", "emp1oyeur.example", "empIoyeur.example", "empioyeur.example", "empl0yeur.example",
        "ernpl0yeur.example", "emp|oyeur.example", "employeur.exarnple", "employeur.examp1e", "rnail.groupe.test",
        "mai1.groupe.test", "maii.groupe.test", "maiI.groupe.test", "mail.gr0upe.test", "mail.groupe.te5t",
        "societe.example", "SOCIETE.example", "soci\\u{e9}t\\u{e9}.example", "socie\\u{301}te\\u{301}.example",
        "s0ciete.example", "5ociete.example", "paris.ernployeur.example",
    ]:
        yield f"camille@{host}"
    for letter, others in {
        "e": ["435", "454", "3b5", "4bd"], "m": ["43c"], "p": ["440", "3c1"], "l": ["4cf", "131", "456"],
        "o": ["43e", "3bf", "585", "f8"], "y": ["443", "3b3", "4af"], "u": ["3c5", "57d"], "r": ["433"],
    }.items():
        for code in others:
            unicode = "employeur".replace(letter, chr(int(code, 16)), 1)
            yield f"camille@{escaped(unicode)}.example"
            yield f"camille@xn--{unicode.encode('punycode').decode()}.example"
    yield "camille@\\u{ff45}mployeur.example"
    yield "camille@employeur\\u{3002}example"
    yield "camille@employeur\\u{ff0e}example"
    yield "camille@emplo\\u{200b}yeur.example"
    yield "camille@emplo\\u{ad}yeur.example"
    yield "camille@\\u{202e}elpmaxe.rueyolpme"


def escaped(text):
    return "".join(c if ord(c) < 127 else f"\\u{{{ord(c):x}}}" for c in text)


def neighbours():
    hosts = [
        "employeur.example.org", "employeur.example.net", "employeur.test", "notemployeur.example", "mon-employeur.example",
        "employeur-solidaire.example", "employeurs.example", "employeuse.example", "emplois.example", "employe.example",
        "employeur.examples", "employeur.exemple", "exemployeur.example", "employeur2030.example", "lemployeur.example",
        "groupe.test", "mails.groupe.test", "mail2.groupe.test", "mail-groupe.test", "mail.groupes.test", "email.groupe.test",
        "webmail.groupe.test", "mail.groupe.example", "mail.groupement.test", "mail.egroupe.test", "sociétés.example",
        "xn--socits-cvab.example", "societal.example", "societe.test", "societe-amie.example", "lasociete.example",
        "maison.example", "famille.example", "exemple.test", "libre.example", "asso.example", "courrier.example",
        "xn--caf-dma.example", "xn--htel-vqa.example", "boite.test",
    ]
    for host in hosts:
        if not host.isascii():
            continue
        for local in LOCAL + ["camille.employeur"]:
            yield f"{local}@{host}"


def write(name, found, want):
    unique = list(dict.fromkeys(found))
    assert len(unique) >= want, (name, len(unique))
    (HERE / name).write_text("\n".join(unique) + "\n", encoding="utf-8")


write("refused.txt", disguises(), 200)
write("neighbours.txt", neighbours(), 200)
