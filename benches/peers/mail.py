"""The peer of the mail benches: Python's smtplib with jinja2, one connection, one personalised multipart message each.

    python3 mail.py PORT COUNT

Renders text and page from templates, builds the message with the `email` package, sends it. Prints the seconds.
"""

import email.message
import email.utils
import smtplib
import sys
import time

import jinja2

TEXT = """Bonjour {{ given_name }},

Sauf erreur, il manque encore {{ amount }} € de votre part pour 2027, attendus le 15 février 2027. Ce n'est peut-être qu'un
oubli, ou nos messages se sont croisés : dans ce cas, ne tenez pas compte de celui-ci.

Comment payer

Par virement sur le compte que nous vous avons donné, avec la référence C-27.

Une question, une difficulté ? Répondez à ce message.

Merci,

L'équipe
"""
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>body{margin:0;background:#fff;color:#1a1a1a;font:17px/1.5 system-ui,sans-serif}main{max-width:36em;margin:auto;padding:1.5em}
@media (prefers-color-scheme:dark){body{background:#161616;color:#eee}}</style></head><body><main>
{% for paragraph in paragraphs %}<p>{{ paragraph }}</p>
{% endfor %}</main></body></html>
"""


def main():
    port, count = int(sys.argv[1]), int(sys.argv[2])
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    text, page = environment.from_string(TEXT), jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True).from_string(PAGE)
    start = time.monotonic()
    with smtplib.SMTP("127.0.0.1", port, local_hostname="[127.0.0.1]") as server:
        for n in range(count):
            values = {"given_name": f"Camille {n}", "amount": f"{n},00"}
            body = text.render(values)
            message = email.message.EmailMessage()
            message["From"] = "L'équipe <equipe@section.example.org>"
            message["To"] = f"p{n}@example.net"
            message["Subject"] = "Un petit rappel"
            message["Date"] = email.utils.formatdate()
            message["Message-ID"] = f"<{n:032x}@section.example.org>"
            message.set_content(body)
            message.add_alternative(page.render(paragraphs=body.split("\n\n")), subtype="html")
            server.send_message(message)
    print(time.monotonic() - start)


if __name__ == "__main__":
    main()
