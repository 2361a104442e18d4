#!/usr/bin/env python3
"""The form of joining in real browsers, opened as a file: filled in, sealed, handed over, taken.

Chromium, and Firefox where there is one, open what `join form` wrote, with no network but a listener on this machine that must hear
nothing. A person's answers are filled in, the sealed text is copied out, and `member join` has to take it. A survey is answered the same way. The page is walked through
with the keyboard, its text is as long for a short name as for a long one, its QR code reads as the same text (`zbarimg`, where there
is one), and axe-core finds nothing (where `npm` can fetch it; it is not part of the sources).
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time

import common

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
AXE = "axe-core@4.10.3"
if not CHROMIUM:
    common.skip("this needs chromium")


class Chromium:
    """Driven over a pipe: no port is open."""

    name = "Chromium"

    def __init__(self, work):
        to_read, self.to = os.pipe()
        self.come, to_write = os.pipe()

        def wire():
            # Copies first: what is wanted at 3 may lie at 4.
            a, b = os.dup(to_read), os.dup(to_write)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
             "--disable-background-networking", "--disable-component-update", "--accept-lang=fr",
             f"--user-data-dir={work}/chromium", "--remote-debugging-pipe", "about:blank"],
            close_fds=False, preexec_fn=wire, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self.rest, self.count, self.session, self.requests = b"", 0, None, []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self.ask(f"{domain}.enable")

    def hear(self):
        while b"\0" not in self.rest:
            more = os.read(self.come, 1 << 16)
            assert more, "the browser ended"
            self.rest += more
        one, _, self.rest = self.rest.partition(b"\0")
        said = json.loads(one)
        if said.get("method") == "Network.requestWillBeSent":
            self.requests.append(said["params"]["request"]["url"])
        return said

    def ask(self, method, **params):
        self.count += 1
        question = {"id": self.count, "method": method, "params": params}
        if self.session:
            question["sessionId"] = self.session
        os.write(self.to, json.dumps(question).encode() + b"\0")
        while True:
            said = self.hear()
            if said.get("id") == self.count:
                assert "error" not in said, said
                return said["result"]

    def open(self, page):
        self.ask("Page.navigate", url=f"file://{page}")
        wait(lambda: self.js("document.readyState === 'complete' && !document.getElementById('start').hidden"))

    def js(self, text):
        said = self.ask("Runtime.evaluate", expression=text, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def tab(self):
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    def picture(self, where):
        import base64
        self.ask("Emulation.setDeviceMetricsOverride", width=1600, height=1600, deviceScaleFactor=1, mobile=False)
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        where.write_bytes(base64.b64decode(shot["data"]))

    def close(self):
        self.process.terminate()
        self.process.wait(30)


class Firefox:
    """Driven over Marionette: lines of JSON on a port of this machine."""

    name = "Firefox"

    def __init__(self, work):
        profile = pathlib.Path(work) / "firefox"
        profile.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        (profile / "user.js").write_text(
            f'user_pref("marionette.port", {port});\nuser_pref("intl.accept_languages", "fr");\n'
            'user_pref("app.update.enabled", false);\nuser_pref("browser.shell.checkDefaultBrowser", false);\n'
            'user_pref("network.captive-portal-service.enabled", false);\nuser_pref("network.connectivity-service.enabled", false);\n'
        )
        self.process = subprocess.Popen(
            [FIREFOX, "--headless", "--no-remote", "--marionette", "--profile", str(profile)], cwd=work,
            env={"HOME": str(work), "PATH": "/usr/bin:/bin"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        self.count, self.rest = 0, b""
        for _ in range(240):
            try:
                self.line = socket.create_connection(("127.0.0.1", port), timeout=60)
                break
            except OSError:
                time.sleep(0.25)
        else:
            raise AssertionError("Firefox does not listen")
        self.hear()
        self.ask("WebDriver:NewSession", capabilities={})

    def hear(self):
        while b":" not in self.rest:
            self.more()
        size, _, self.rest = self.rest.partition(b":")
        while len(self.rest) < int(size):
            self.more()
        one, self.rest = self.rest[:int(size)], self.rest[int(size):]
        return json.loads(one)

    def more(self):
        more = self.line.recv(1 << 16)
        assert more, "the browser ended"
        self.rest += more

    def ask(self, method, **params):
        self.count += 1
        text = json.dumps([0, self.count, method, params]).encode()
        self.line.sendall(str(len(text)).encode() + b":" + text)
        said = self.hear()
        assert said[2] is None, said
        return said[3]

    def open(self, page):
        self.ask("WebDriver:Navigate", url=f"file://{page}")
        wait(lambda: self.js("!document.getElementById('start').hidden"))

    def js(self, text):
        script = f"const done = arguments[arguments.length - 1]; Promise.resolve({text}).then(done, e => done(String(e)));"
        return self.ask("WebDriver:ExecuteAsyncScript", script=script, args=[], sandbox=None)["value"]

    def close(self):
        self.process.terminate()
        self.process.wait(30)


def wait(until):
    for _ in range(200):
        if until():
            return
        time.sleep(0.05)
    raise AssertionError("the page does not come so far")


class Listener:
    """Hears whatever a page sends to this machine: it must be nothing."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.heard = self.socket.getsockname()[1], 0
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                self.socket.accept()[0].close()
            except OSError:
                return
            self.heard += 1


def filled(browser, page, given, family, mail):
    """Fills the form in as a person does, and returns the sealed text."""
    browser.open(page)
    values = {"given": given, "family": family, "email": mail, "phone": "06 01 02 03 04", "site": "Lyon", "language": "en"}
    browser.js(f"""(() => {{
      const values = {json.dumps(values)};
      for (const [name, value] of Object.entries(values)) document.querySelector(`[name="${{name}}"]`).value = value;
      document.querySelector('[name="notices"][value="oui"]').checked = true;
    }})()""")
    # Without the consent nothing is sealed.
    browser.js("document.querySelector('button[type=submit]').click()")
    assert browser.js("document.getElementById('done').hidden"), "sealed without consent"
    browser.js("document.querySelector('[name=consent]').click()")
    browser.js("document.querySelector('button[type=submit]').click()")
    wait(lambda: not browser.js("document.getElementById('done').hidden"))
    text = browser.js("document.getElementById('sealed').value")
    assert text.startswith("-----BEGIN AGE ENCRYPTED FILE-----"), text[:80]
    for typed in (given, family, mail):
        assert typed not in text
    return text


def taken(section, name, text):
    (section.home / name).write_text(text)
    done = json.loads(section.run("member", "join", name, "--yes", "--json").stdout)["value"]
    assert (done["added"], done["refused"]) == (1, []), done


def surveyed(browser, section, work):
    """Five answers to a survey: all of one length, taken at once."""
    section.run("survey", "new", "pay", "--set", "demands")
    page = work / "survey.html"
    section.run("survey", "form", "pay", "--out", page)
    lengths, files = set(), []
    for number in range(5):
        browser.open(page)
        browser.js("document.querySelector('[name=first][value=pay]').click()")
        if number % 2:
            browser.js("document.querySelectorAll('[name=also]').forEach(box => box.click())")
            browser.js(f"document.querySelector('[name=words]').value = 'é’'.repeat({40 * number})")
        browser.js("document.querySelector('button[type=submit]').click()")
        wait(lambda: not browser.js("document.getElementById('done').hidden"))
        text = browser.js("document.getElementById('sealed').value")
        lengths.add(len(text))
        files.append(f"answer{number}.txt")
        (section.home / files[-1]).write_text(text)
    assert len(lengths) == 1, f"the length tells of the answers: {lengths}"
    assert not browser.js("document.getElementById('no-code').hidden"), "nobody is told that there is no QR code"
    done = json.loads(section.run("survey", "take", "pay", *files, "--json").stdout)["value"]
    assert (done["taken"], done["refused"]) == (5, []), done
    print(f"five answers of {lengths.pop()} characters each were taken")


def silent(browser, listener):
    """What the page tries to send is stopped by its own policy."""
    url = f"http://127.0.0.1:{listener.port}/"
    said = browser.js(f"fetch('{url}').then(() => 'sent', () => 'stopped')")
    assert said == "stopped", said
    browser.js(f"(() => {{ const i = new Image(); i.src = '{url}'; document.body.append(i); }})()")
    browser.js(f"navigator.sendBeacon('{url}', 'x')")
    time.sleep(0.3)
    assert listener.heard == 0, f"{listener.heard} requests were heard"
    with socket.create_connection(("127.0.0.1", listener.port)):
        time.sleep(0.1)
    assert listener.heard == 1, "the listener does not hear"
    listener.heard = 0


def walked(browser, page):
    """Every control is reached with the tab key, in the order of the page."""
    browser.open(page)
    all_of = """[...document.querySelectorAll('button, input, select, textarea, summary')]
      .filter(e => e.offsetParent && !(e.type === 'radio' && e !== document.querySelector(`[name="${e.name}"]`)))
      .map(e => e.id || e.name || e.dataset.speak || e.type || e.tagName)"""
    wanted = browser.js(all_of)
    seen = []
    for _ in range(len(wanted) + 5):
        browser.tab()
        at = browser.js("(e => e === document.body ? '' : e.id || e.name || e.dataset.speak || e.type || e.tagName)(document.activeElement)")
        if at and at not in seen:
            seen.append(at)
    missing = [one for one in wanted if one not in seen]
    assert not missing, f"not reached with the keyboard: {missing}"
    assert [one for one in seen if one in wanted] == wanted, "another order than that of the page"
    print(f"{browser.name}: {len(wanted)} controls reached with the keyboard")


def axe(work):
    """The source of axe-core, if it can be had."""
    if not shutil.which("npm"):
        return None
    run = subprocess.run(["npm", "pack", "--silent", AXE], cwd=work, capture_output=True, text=True, timeout=120)
    packed = list(pathlib.Path(work).glob("axe-core-*.tgz"))
    if run.returncode != 0 or not packed:
        return None
    subprocess.run(["tar", "xzf", packed[0].name, "package/axe.min.js"], cwd=work, check=True)
    return (pathlib.Path(work) / "package/axe.min.js").read_text()


def looked_at(browser, page, source, listener):
    """axe-core finds nothing in either language, before and after sealing; in a page that was spoilt it does."""
    run = "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.html).join(' ')))"
    browser.ask("Page.setBypassCSP", enabled=True)
    filled(browser, page, "Noa", "Exemple", "noa@example.org")
    browser.js(source + "; 0")
    for lang in ("fr", "en"):
        browser.js(f"document.querySelector('[data-speak={lang}]').click()")
        found = browser.js(run)
        assert found == [], (lang, found)
    browser.js("document.querySelector('label').remove()")
    assert browser.js(run), "axe-core does not see what is wrong"
    browser.ask("Page.setBypassCSP", enabled=False)
    print("axe-core: nothing found, in French and in English")


def read_back(browser, work, page):
    """The QR code says the same text."""
    text = filled(browser, page, "Noa", "Exemple", "noa@example.org")
    assert browser.js("document.querySelectorAll('#code path').length") == 1, "no QR code"
    if not shutil.which("zbarimg"):
        print("zbarimg is not here: the QR code was drawn and not read")
        return
    browser.js("document.body.replaceChildren(document.getElementById('code'))")
    browser.js("document.querySelector('#code svg').style.cssText = 'width:1400px;max-width:none;position:fixed;top:50px;left:50px'")
    picture = work / "code.png"
    browser.picture(picture)
    said = subprocess.run(["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True)
    assert said.stdout.strip() == text.strip(), said
    print(f"the QR code of {len(text)} characters reads as the same text")


def main():
    listener = Listener()
    with tempfile.TemporaryDirectory(prefix="contrepoids-form-") as home:
        work = pathlib.Path(home)
        section = common.Section(work)
        section.run("init")
        page = work / "join.html"
        section.run("join", "form", "--out", page)
        browsers = [Chromium] + ([Firefox] if FIREFOX else [])
        for number, kind in enumerate(browsers):
            browser = kind(work)
            try:
                text = filled(browser, page, "Zoé", "D’Essai", f"zoe{number}@example.org")
                assert browser.js("document.documentElement.lang") == "fr", "the language of the browser"
                taken(section, f"short{number}.txt", text)
                long = filled(browser, page, "Marie-Éléonore", "de La Très Longue Famille Exemple", f"m{number}@example.org")
                assert len(long) == len(text), "the length tells of the name"
                taken(section, f"long{number}.txt", long)
                silent(browser, listener)
                if kind is Chromium:
                    others = [url for url in browser.requests if not url.startswith((f"file://{page}", f"http://127.0.0.1:{listener.port}/"))]
                    assert not others, others
                    walked(browser, page)
                    surveyed(browser, section, work)
                    read_back(browser, work, page)
                    source = axe(work)
                    if source:
                        looked_at(browser, page, source, listener)
                    else:
                        print("axe-core cannot be had here: the page was not looked at by it")
            finally:
                browser.close()
            print(f"{kind.name}: sealed from a file, taken; nothing was sent")
        if not FIREFOX:
            print("Firefox is not here: only Chromium was tried")
        # A page in which one letter of the script was changed seals nothing: the browser does not run it.
        browser = Chromium(work)
        try:
            bad = work / "bad.html"
            bad.write_text(page.read_text().replace("reponse.txt\"", "reponse.exe\"", 1))
            assert bad.read_text() != page.read_text()
            browser.ask("Page.navigate", url=f"file://{bad}")
            time.sleep(0.5)
            assert browser.js("document.getElementById('start').hidden"), "a changed script was run"
            assert not browser.js("document.getElementById('stopped').hidden"), "nothing says that it was stopped"
            print("a changed script is not run")
        finally:
            browser.close()


if __name__ == "__main__":
    main()
