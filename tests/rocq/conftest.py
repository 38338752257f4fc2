"""The formal library, compiled once for all tests that need it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCES = Path(__file__).parent.parent.parent / "templates" / "rocq"
Coqc = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def coqc(program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Coqc:
    """Compiles a source against the library, and says what coqc said."""
    command, folder = program("coqc"), tmp_path_factory.mktemp("library")

    def compiled(name: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [command, "-q", "-Q", ".", "Convolution", name],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    for name in (SOURCES / "_CoqProject").read_text(encoding="utf-8").split():
        if (source := SOURCES / name).is_file() and name.endswith(".v"):
            (folder / name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
            ended = compiled(name)
            assert ended.returncode == 0, f"{name}: {ended.stderr}"

    def compile_text(text: str) -> subprocess.CompletedProcess[str]:
        (folder / "Certificate.v").write_text(text, encoding="utf-8")
        return compiled("Certificate.v")

    return compile_text
