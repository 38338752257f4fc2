"""What is asked about every submission of a class."""

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from symconv.classroom.key import Key
from symconv.classroom.submission import CODE, WRITTEN, Submission
from symconv.errors import InputError
from symconv.files.reading import text_of

TIME_LIMIT = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked about every submission.

    Attributes:
        layer: keyword arguments of ``ConvSpec.of`` that hold for all of them; a header line tells the rest.
        names: role → letter.
        index_base: 0 or 1; None for what a text shows.
        time_limit: seconds for one submission.
        code: how Python submissions are called, as :mod:`symconv.classroom.coded` takes it; None runs none.
        reading: the text of a reading that texts are judged by; empty for none.
        key: what was asked of whom; a sheet's layer and index base go before what its answer says of them.
    """

    layer: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    index_base: int | None = None
    time_limit: float = TIME_LIMIT
    code: Mapping[str, Any] | None = None
    reading: str = ""
    key: Key = field(default_factory=Key)

    def kind(self, submission: Submission) -> str | None:
        """How a submission is checked; None where it is not."""
        if submission.ending in CODE and self.code is not None:
            return "code"
        return "written" if submission.ending in WRITTEN else None

    def skipped(self, submission: Submission) -> str:
        """Why a submission is not checked."""
        if submission.ending in CODE:
            return "code is run only with --function NAME"
        return f"{submission.ending or 'a file without an ending'} is not checked"

    def question(self, submission: Submission, kind: str, raw: bytes) -> dict[str, Any]:
        """What is asked about one of them, as JSON.

        Raises:
            InputError: its bytes are no text, or too many.
        """
        told = {"kind": kind, "file": submission.file, "text": text_of(raw, "it"), "time_limit": self.time_limit}
        return {**self._of(submission), **told, **({"beside": _texts(submission)} if kind == "code" else {})}

    def comes_along(self, submission: Submission, raw: bytes) -> str:
        """Why a Python file is no answer of its own: another one of the same student defines the function."""
        name = str((self.code or {}).get("function", ""))
        if submission.ending not in CODE or not name or _mentions(raw, name):
            return ""
        for other in submission.beside:
            with suppress(InputError):
                if _mentions(other.read(), name):
                    return f"it comes along with {other.file}"
        return ""

    def digest(self, submission: Submission, raw: bytes) -> str:
        """One text for whatever leads to the same verdict: the bytes, their kind, what is asked, who answers."""
        asked = {**self._of(submission), "ending": submission.ending, "version": _version()}
        asked |= {"beside": _texts(submission)} if submission.beside and self.code else {}
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode() + b"\0" + raw).hexdigest()

    def _of(self, submission: Submission) -> dict[str, Any]:
        """What verdicts depend on besides the text."""
        sheet = self.key.sheets.get(submission.student)
        layer, base = (sheet.layer, self.key.index_base) if sheet else (self.layer, self.index_base)
        told = {"layer": dict(layer), "names": dict(self.names), "index_base": base, "code": dict(self.code or {})}
        return told | ({"reading": self.reading} if self.reading else {})


MOST_BESIDE, LARGEST_BESIDE = 50, 1_000_000
"""Files of a student that come along with one, and bytes of each."""


def _texts(submission: Submission) -> dict[str, str]:
    """Path → text of what a Python file may import; what cannot be read does not come along."""
    found = {}
    for other in submission.beside[:MOST_BESIDE]:
        with suppress(InputError):
            raw = other.read()
            found.update({other.file: text_of(raw, "it")} if len(raw) <= LARGEST_BESIDE else {})
    return found


def _mentions(raw: bytes, name: str) -> bool:
    """Whether a file defines, imports or assigns a name."""
    return re.search(rb"(?:def|class|import|as)\s+%b\b|^%b\s*=" % (name.encode(), name.encode()), raw, re.M) is not None


def _version() -> str:
    try:
        return version("symconv")
    except PackageNotFoundError:  # a checkout that was never installed
        return ""
