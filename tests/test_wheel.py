"""The built wheel works outside the checkout, and holds symconv and its templates and nothing else."""

import os
import py_compile
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import symconv

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
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {"symconv"}
    files = [path for path in (ROOT / "templates").rglob("*") if path.is_file() and path.parent.name != "__pycache__"]
    templates = {str(path.relative_to(ROOT)) for path in files}
    assert {name.removeprefix("symconv/") for name in names if name.startswith("symconv/templates/")} == templates
    assert "symconv/py.typed" in names
    assert [name for name in names if ".data/" in name] == [
        f"symconv-{symconv.__version__}.data/data/share/man/man1/symconv.1"
    ]


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


def test_compiled_files_alone_are_enough(wheel: Path, tmp_path: Path) -> None:
    """As where little is to be sent: no source beside them, and every language is found."""
    package = tmp_path / "site" / "symconv"
    zipfile.ZipFile(wheel).extractall(package.parent)
    sources = [file for file in package.rglob("*.py") if "templates" not in file.relative_to(package).parts]
    for file in sources:
        py_compile.compile(str(file), cfile=f"{file}c", doraise=True)
        file.unlink()
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    for command, said in (
        (["derive", "--stride", "2", "--language", "de"], "Gradienten einer Faltung"),
        (["derive", "--stride", "2", "--format", "html", "--language", "ja", "-o", "-"], 'lang="ja"'),
        (["prove", "--stride", "2", "--routes", "textbook"], "proven"),
    ):
        started = [sys.executable, "-P", "-m", "symconv", *command]
        ended = subprocess.run(started, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
        assert said in ended.stdout
    code = "import symconv; from symconv.language.wording import known_languages; print(*known_languages())"
    started = [sys.executable, "-P", "-c", f"{code}; print(symconv.__file__)"]
    ended = subprocess.run(started, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
    languages, where = ended.stdout.splitlines()
    assert languages.split() == sorted(
        folder.name for folder in (ROOT / "symconv/language/words").iterdir() if (folder / "messages.py").is_file()
    )
    assert where == str(package / "__init__.pyc")


@pytest.mark.exhaustive
def test_releases_are_the_same_bytes_each_time_and_fit_for_an_index(tmp_path: Path) -> None:
    """The source archive, and the wheel made from it; twine reads their data and the README."""
    for module in ("build", "twine"):
        pytest.importorskip(module, reason=f"needs {module}")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1796000000"}
    made = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert sorted(Path(name).suffix for name in made[0]) == [".gz", ".whl"]
    assert made[0] == made[1]
    command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, (tmp_path / "one").iterdir())]
    subprocess.run(command, check=True)


def test_every_place_tells_the_same_version() -> None:
    """The code, the changelog and what is cited; the first dated heading is that of the version."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version, date = re.findall(r"^## (\S+) \((\d{4}-\d\d-\d\d)\)$", changelog, re.MULTILINE)[0]
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert version == symconv.__version__
    assert {f"version: {version}", f"date-released: {date}"} <= set(cited)
