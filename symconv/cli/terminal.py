"""What standard output and error can show: in encodings without our signs everything is said in ASCII."""

import codecs
import os
import sys
from contextlib import suppress
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import Any

SHOWN = "∂Σδ⋆·−⎡✓"
"""Signs that a terminal needs for formulas."""


class Narrow(TextIOWrapper):
    """A stream in an encoding that has few signs; what it lacks is typed, and that is said once.

    Attributes:
        real: the encoding; ``encoding`` itself never is ASCII, which click would replace.
        typing: whether what will be written was made without signs because of this stream.
    """

    def __init__(self, stream: TextIOWrapper) -> None:
        self.real, self.typing = stream.encoding, False
        self.kept = stream  # it would close what both of us write to
        passed = "utf-8" if codecs.lookup(self.real).name == "ascii" else self.real
        super().__init__(stream.buffer, encoding=passed, errors="replace", line_buffering=stream.line_buffering)

    def write(self, text: str, /) -> int:
        """Writes a text, in signs that there are."""
        fits = _has(self.real, text)
        if self.typing or not fits:
            _say_so(self.real)
        if not fits:
            from symconv.cli.typed import typed  # loaded only where it is needed

            text = typed(text, self.real)
        return super().write(text)


_SAID: list[str] = []


def _say_so(encoding: str) -> None:
    """Says on standard error, once, that signs are replaced."""
    if not _SAID and sys.stderr is not None:
        _SAID.append(encoding)
        print(f"symconv: {encoding} lacks signs: this is ASCII.", file=sys.stderr)
        print("symconv: PYTHONUTF8=1 or -o FILE keeps the signs.", file=sys.stderr)


class Aside(FileIO):
    """Standard error where bytes leave us: what cannot be written there is lost, and costs no command its result."""

    def write(self, data: Any, /) -> int:
        """Writes what can be written."""
        with suppress(OSError):
            return super().write(data)
        return len(data)


CLOSED = (("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY))
"""How the place of each stream is taken where it was closed before we began; the other way round it refuses."""


def fit() -> None:
    """Makes standard output and error take every text; what is closed refuses it, and no file gets its number."""
    for name, mode, flags in CLOSED:
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))
    sys.stderr = _aside(sys.stderr)
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if isinstance(stream, TextIOWrapper) and not _has(stream.encoding, SHOWN):
            setattr(sys, name, Narrow(stream))


def _aside(stream: Any) -> Any:
    """Standard error that loses what it cannot write; what is no file, such as a console of Windows, stays as it is."""
    if not isinstance(getattr(stream.buffer, "raw", stream.buffer), FileIO):
        return stream
    buffer = BufferedWriter(Aside(stream.fileno(), "w", closefd=False))
    return TextIOWrapper(buffer, encoding=stream.encoding, errors=stream.errors, line_buffering=True)


def in_ascii(asked: bool, format_: str, output: str | None) -> bool:
    """Whether formulas are written in ASCII: because that was asked for, or because they are printed and cannot be."""
    if asked or format_ != "text" or output not in (None, "-") or not isinstance(sys.stdout, Narrow):
        return asked
    sys.stdout.typing = True
    return True


def is_narrow() -> bool:
    """Whether formulas on standard output must do without our signs."""
    return isinstance(sys.stdout, Narrow)


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
