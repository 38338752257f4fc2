"""The standard library's server in front of the page's doors, on the loopback of this machine alone."""

import errno
import threading
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from symconv.errors import InputError
from symconv.page.files import files, lessons, policy
from symconv.serving.doors import Doors, Response, refused
from symconv.serving.questions import Questions

LOOPBACK = "127.0.0.1"
FRAMED_BY = "'self' http://localhost:* http://127.0.0.1:*"
"""Who may show the page in a frame: notebooks and previews on this machine."""
PATIENCE = 30.0
"""Seconds that a connection may be silent within a request."""


class Server(ThreadingHTTPServer):
    """Serves the page at ``url`` until it is shut down."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int = 0, *, language: str = "en", hints: bool = False) -> None:
        self.questions = Questions()
        try:
            super().__init__((LOOPBACK, port), Handler)
        except OSError as error:
            taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
            told = "is taken or not ours; --port 0 takes any that is free" if taken else f"cannot be used: {error}"
            raise InputError(f"port {port} {told}") from error
        self.doors = Doors(
            files=files("serve", language=language, hints=hints),
            policy=policy(lessons(), more={"frame-ancestors": FRAMED_BY}),
            hosts=frozenset(f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost")),
            questions=self.questions,
            hints=hints,
        )

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def warm(self) -> None:
        """Starts what answers, in the background."""
        threading.Thread(target=self.questions.warm, daemon=True).start()

    def server_close(self) -> None:
        """Closes the port, and ends what answers."""
        super().server_close()
        self.questions.end()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of a request is nothing to tell."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "symconv"
    sys_version = ""
    timeout = PATIENCE
    server: Server

    def do_GET(self) -> None:
        """A file of the page."""
        self._send(self.server.doors.get(self.path, self.headers))  # type: ignore[arg-type]  # it has get

    def do_POST(self) -> None:
        """A question."""
        headers: Mapping[str, str] = self.headers  # type: ignore[assignment]  # as above
        refusal = self.server.doors.refusal(self.path, headers)
        if refusal is not None:
            self.close_connection = True  # what it goes on with is not read
            self._send(refusal)
            return
        body = self.rfile.read(int(headers["Content-Length"]))
        self._send(self.server.doors.post(self.path, headers, body))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the standard library refuses, in one sentence like everything else."""
        self.close_connection = True
        self._send(refused(code, "this is no request of the page"))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
        """Nothing is logged."""

    def _send(self, response: Response) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(response.status)
            for name, value in self.server.doors.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", response.kind)
            self.send_header("Content-Length", str(len(response.body)))
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(response.body)
