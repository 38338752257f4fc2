"""What may come in, and what goes out: names in a table, questions from the page itself, and nothing else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from symconv.page.answering import KINDS
from symconv.serving.questions import Questions

LARGEST_BODY = 8_000_000
"""Bytes of a question; a text that is too long for a check is still read, to be told so."""
LONGEST_SESSION = 64
ENDINGS: Mapping[str, str] = MappingProxyType(
    {"html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
)
"""Ending of a file of the page → what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response: its status, what it holds, and which kind of file that is."""

    status: int
    body: bytes
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The page's files, and who answers its questions.

    Attributes:
        files: name → what a file holds.
        policy: the content security policy of the page.
        hosts: what a request may call this server.
        questions: who answers.
        hints: whether a check asks questions instead of showing solutions, whatever a page wants.
    """

    files: Mapping[str, bytes]
    policy: str
    hosts: frozenset[str]
    questions: Questions
    hints: bool = False

    @property
    def headers(self) -> Mapping[str, str]:
        """What every response says besides."""
        return {
            "Content-Security-Policy": self.policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-cache",
        }

    def get(self, path: str, headers: Mapping[str, str]) -> Response:
        """A file of the page; what is asked for is looked up among their names."""
        if headers.get("Host") not in self.hosts:
            return refused(421, "this server answers on this machine alone")
        name = path.partition("?")[0].removeprefix("/") or "index.html"
        if name not in self.files:
            return refused(404, "the page has no such file")
        return Response(status=200, body=self.files[name], kind=ENDINGS[name.rpartition(".")[2]])

    def refusal(self, path: str, headers: Mapping[str, str]) -> Response | None:
        """Why a question is not even read; None for one from the page."""
        origin, site = headers.get("Origin"), headers.get("Sec-Fetch-Site", "same-origin")
        if headers.get("Host") not in self.hosts:
            return refused(421, "this server answers on this machine alone")
        if origin is None or origin.removeprefix("http://") not in self.hosts or site != "same-origin":
            return refused(403, "questions come from the page alone")
        if headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            return refused(415, "a question is JSON")
        if _kind(path) is None:
            return refused(404, "there is no such question")
        length = headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal() and len(length) < 16):
            return refused(411, "a question tells its length")
        if int(length) > LARGEST_BODY:
            return refused(413, f"the question has {int(length):,} bytes, more than {LARGEST_BODY:,}")
        return None

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """The answer to a question that was not refused."""
        try:
            request: Any = json.loads(body)
        except (ValueError, RecursionError):
            return refused(400, "the question is no JSON")
        if self.hints and isinstance(request, dict):
            request["hints"] = True
        session = headers.get("X-Session", "")[:LONGEST_SESSION]
        status, told = self.questions.ask(session, _kind(path) or "", request)
        return Response(status=status, body=json.dumps(told).encode(), kind="application/json")


def refused(status: int, why: str) -> Response:
    """One sentence, as the page shows it."""
    return Response(status=status, body=json.dumps({"error": why}).encode(), kind="application/json")


def _kind(path: str) -> str | None:
    """The kind of a question, of those there are."""
    return next((kind for kind in KINDS if path == f"/ask/{kind}"), None)
