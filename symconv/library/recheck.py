"""A certificate checked by a program that is not ours: ``coqc``, or with JSON a Python that runs ``verify.py`` alone.

The files are checked in a folder of their own, so nothing that lies about can help or hinder.
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from symconv.errors import InputError, MissingExtraError
from symconv.sizes import shown

SECONDS = 600
"""How long a check may take."""

CLOSED = "Closed under the global context"
"""What coqc prints of a theorem that rests on no axiom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """What the outside program said.

    Attributes:
        accepted: whether it accepts every file, and no theorem rests on an axiom.
        told: the verdict in words.
    """

    accepted: bool
    told: str


def recheck(files: Mapping[str, str], format: str, *, seconds: float = SECONDS) -> Recheck:  # noqa: A002 - the option's name
    """Has a certificate's files checked.

    Args:
        files: name → text, as ``Verdicts.certificate`` gives them.
        format: ``rocq`` or ``json``.
        seconds: how long it may take; what takes longer is not accepted.

    Raises:
        InputError: there is no such format.
        MissingExtraError: ``coqc`` is not installed.
    """
    if format not in CHECKERS:
        raise InputError(f"a certificate's format is one of {', '.join(CHECKERS)}, got {shown(format)}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in files.items():
            folder.joinpath(file).write_text(text, encoding="utf-8")
        try:
            return CHECKERS[format](files, folder, monotonic() + seconds)
        except subprocess.TimeoutExpired:
            return Recheck(accepted=False, told=f"not accepted: it takes more than {seconds:g} seconds")


def _by_coqc(files: Mapping[str, str], folder: Path, deadline: float) -> Recheck:
    coqc = shutil.which("coqc")
    if not coqc:
        raise MissingExtraError("coqc is not installed, which --check needs; on Debian: apt install coq")
    closed, asked = 0, sum(text.count("\nPrint Assumptions ") for text in files.values())
    for file in files:
        if not file.endswith(".v"):
            continue
        ended = _run([coqc, "-q", "-Q", ".", "Convolution", file], folder, deadline)
        if ended.returncode:
            return Recheck(accepted=False, told=f"coqc rejects {file}: {_complaint(ended.stderr)}")
        closed += ended.stdout.count(CLOSED)
    if closed < asked:
        return Recheck(accepted=False, told="coqc accepts the files, but something rests on an axiom")
    return Recheck(accepted=True, told="coqc accepts every file; no theorem rests on an axiom")


def _by_verifier(files: Mapping[str, str], folder: Path, deadline: float) -> Recheck:
    ended = _run([sys.executable, "-I", "verify.py", "certificate.json"], folder, deadline)
    return Recheck(accepted=not ended.returncode, told=f"verify.py: {(ended.stdout or ended.stderr).strip()}")


CHECKERS = {"rocq": _by_coqc, "json": _by_verifier}


def _run(command: list[str], folder: Path, deadline: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a fixed command on our own files
        command,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=max(deadline - monotonic(), 0),
        check=False,
    )


def _complaint(errors: str) -> str:
    """Where coqc stopped, and why, on one line."""
    return " ".join(errors.split())[:300]
