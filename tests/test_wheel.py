"""The built wheel works outside the checkout, and holds symconv and its templates and nothing else."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(target.glob("*.whl"))


def test_contents(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"symconv"}
    files = [path for path in (ROOT / "templates").rglob("*") if path.is_file() and path.parent.name != "__pycache__"]
    templates = {str(path.relative_to(ROOT)) for path in files}
    assert {name.removeprefix("symconv/") for name in names if name.startswith("symconv/templates/")} == templates
    assert "symconv/py.typed" in names


def test_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    command = [sys.executable, "-P", "-m", "symconv", "derive", "--stride", "2", "-o", "paper.tex"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    assert "\\documentclass" in (tmp_path / "paper.tex").read_text(encoding="utf-8")
    command = [sys.executable, "-P", "-m", "symconv", "prove", "--stride", "2", "--format", "rocq", "-o", "proof"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    assert "Theorem phase_1_1" in (tmp_path / "proof" / "Certificate.v").read_text(encoding="utf-8")
    where = [sys.executable, "-P", "-c", "import symconv; print(symconv.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout
    assert found.startswith(str(tmp_path))
