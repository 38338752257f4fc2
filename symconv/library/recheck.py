"""A certificate checked by programs that are not ours, or with JSON by a Python that runs ``verify.py`` alone.

``coqc`` compiles the sources and ``coqchk`` checks what it compiled, file by file, with Rocq's small second kernel.

The files are checked in a folder of their own, so nothing that lies about can help or hinder.
"""

import re
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

LIBRARY = ("-Q", ".", "Convolution")
"""The folder's files by their name in Rocq."""

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
        files: name → text, as ``Certified.files`` gives them.
        format: ``rocq`` or ``json``.
        seconds: how long it may take; what takes longer is not accepted.

    Raises:
        InputError: there is no such format.
        MissingExtraError: ``coqc`` or ``coqchk`` is not installed.
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
    coqc, coqchk = _installed("coqc"), _installed("coqchk")
    closed, asked = 0, sum(text.count("\nPrint Assumptions ") for text in files.values())
    modules = [file.removesuffix(".v") for file in files if file.endswith(".v")]
    for module in modules:
        ended = _run([coqc, "-q", *LIBRARY, f"{module}.v"], folder, deadline)
        if ended.returncode:
            return Recheck(accepted=False, told=f"coqc rejects {module}.v: {_complaint(ended.stderr)}")
        closed += ended.stdout.count(CLOSED)
    if closed < asked:
        return Recheck(accepted=False, told="coqc accepts the files, but something rests on an axiom")
    alone = [part for module in modules for part in ("-norec", f"Convolution.{module}")]
    ended = _run([coqchk, "-silent", "-o", *LIBRARY, *alone], folder, deadline)
    summary = ended.stdout + ended.stderr
    if ended.returncode or "Axioms:" not in summary:
        return Recheck(accepted=False, told=f"coqchk rejects what coqc compiled: {_complaint(ended.stderr)}")
    if re.search(r"^\s+Convolution\.", summary, re.MULTILINE):
        return Recheck(accepted=False, told="coqchk finds an axiom in the compiled files")
    return Recheck(accepted=True, told="coqc and coqchk accept every file; no theorem rests on an axiom")


def _installed(program: str) -> str:
    found = shutil.which(program)
    if not found:
        raise MissingExtraError(f"{program} is not installed, which --check needs; on Debian: apt install coq")
    return found


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
