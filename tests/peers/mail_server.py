"""A small mail server on loopback that remembers what it saw, and lies where it is told to (security.md, 8.3)."""

import re
import socket
import ssl
import threading
import time

# The steps of a session; with STARTTLS there is one more, `starttls`, before the line is protected.
STEPS = ("greeting", "ehlo", "auth", "mail", "rcpt", "data", "during", "dot")
USUAL = {
    "greeting": b"220 ready\r\n", "ehlo": b"250-sink\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n", "auth": b"235 ok\r\n",
    "mail": b"250 ok\r\n", "rcpt": b"250 ok\r\n", "data": b"354 go\r\n", "dot": b"250 taken\r\n",
}


class Gone(Exception):
    """The client went away, or the script says that the server does."""


class Server:
    """Serves until closed. `script(step, number)` says what to do at a step of the n-th message: None for the usual, bytes
    to answer, or a function that gets the connection and raises Gone when it is done with it."""

    def __init__(self, script=None, context=None, port=0, host="127.0.0.1", before_tls=b"", delay=None, starttls=False):
        self.script, self.context, self.before_tls, self.delay = script, context, before_tls, delay
        # The line begins in clear, and is protected at STARTTLS; what it says it can do differs before and behind.
        self.starttls = starttls
        self.lock = threading.Lock()
        # Each message whose final dot came: Message-ID, recipient, content. `accepted`: those that were answered with 250.
        self.dots, self.accepted = [], []
        # All lines but those of messages, with whether they came under TLS; connections; bytes of the first packet.
        self.lines, self.connections, self.failed = [], 0, []
        self.begun = 0
        self.socket = socket.create_server((host, port), backlog=64)
        self.port = self.socket.getsockname()[1]
        self.open = True
        threading.Thread(target=self.serve, daemon=True).start()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def serve(self):
        while self.open:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def close(self):
        self.open = False
        # Wakes the thread that waits in accept.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def said(self, verb):
        with self.lock:
            return [line for line, _ in self.lines if line.upper().startswith(verb)]

    def talk(self, connection):
        with self.lock:
            self.connections += 1
        connection.settimeout(60)
        try:
            if self.before_tls:
                connection.sendall(self.before_tls)
            if self.context and not self.starttls:
                connection = self.context.wrap_socket(connection, server_side=True)
            elif self.starttls:
                connection.sendall(USUAL["greeting"])
                self.session(connection, greet=False)
                return
            self.session(connection)
        except (Gone, OSError, ValueError) as error:
            with self.lock:
                self.failed.append(repr(error))
        finally:
            connection.close()

    def do(self, connection, step):
        """Answers at a step; False when the answer was not the usual one."""
        act = self.script(step, max(0, self.begun - 1)) if self.script else None
        if act is None:
            if step in USUAL:
                connection.sendall(USUAL[step])
            return True
        if callable(act):
            act(connection)
            raise Gone(step)
        connection.sendall(act)
        return False

    def session(self, connection, greet=True):
        secure = isinstance(connection, ssl.SSLSocket)
        # Without a buffer where the line changes under it.
        reader = connection.makefile("rb", buffering=0 if self.starttls and not secure else -1)
        if greet:
            self.do(connection, "greeting")
        to = ""
        while line := reader.readline(70_000):
            text = line.decode("latin-1").rstrip("\r\n")
            with self.lock:
                self.lines.append((text, secure))
            verb = text[:4].upper()
            if verb == "EHLO" and self.starttls and not secure:
                act = self.script("clear", 0) if self.script else None
                connection.sendall(act or b"250-sink\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n")
            elif verb == "STAR" and self.starttls and not secure:
                act = self.script("starttls", 0) if self.script else None
                connection.sendall(act or b"220 go\r\n")
                if act is None or act.startswith(b"220"):
                    protected = self.context.wrap_socket(connection, server_side=True)
                    self.session(protected, greet=False)
                    protected.close()
                    return
            elif verb == "EHLO":
                self.do(connection, "ehlo")
            elif verb == "AUTH":
                self.do(connection, "auth")
            elif verb == "MAIL":
                with self.lock:
                    self.begun += 1
                self.do(connection, "mail")
            elif verb == "RCPT":
                to = re.sub(r".*<(.*)>.*", r"\1", text)
                self.do(connection, "rcpt")
            elif verb == "DATA":
                if self.do(connection, "data"):
                    self.message(connection, reader, to)
            elif verb == "QUIT":
                connection.sendall(b"221 bye\r\n")
                return
            else:
                connection.sendall(b"250 ok\r\n")

    def message(self, connection, reader, to):
        if self.script and self.script("during", max(0, self.begun - 1)):
            self.do(connection, "during")
        lines = []
        while True:
            line = reader.readline()
            if not line.endswith(b"\n"):
                raise Gone("cut in the middle of a message")
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        content = b"".join(lines)
        name = re.search(rb"^Message-ID: (.*)\r$", content, re.M)
        seen = (name.group(1).decode() if name else "", to, content)
        with self.lock:
            self.dots.append(seen)
        if self.delay:
            time.sleep(self.delay())
        if self.do(connection, "dot"):
            with self.lock:
                self.accepted.append(seen)


def stall(connection):
    """Says nothing more until the client goes."""
    while connection.recv(65536):
        pass


def drop(connection):
    connection.close()


def drip(byte=b"2", every=0.05):
    def act(connection):
        while True:
            connection.sendall(byte)
            time.sleep(every)

    return act


def endless(piece, most=1 << 30):
    """The same piece again and again, up to `most` bytes."""

    def act(connection):
        for _ in range(most // len(piece)):
            connection.sendall(piece)

    return act
