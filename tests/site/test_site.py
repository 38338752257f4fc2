"""A site is a folder that is whole or not there; what Python imports in it is enough, and nothing else is."""

import gzip
import json
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

import symconv
from symconv.page import answer
from symconv.page.deriving import DOWNLOADS
from symconv.site import pyodide as known
from symconv.site.folder import MARK, site, write_site
from symconv.site.modules import archive
from symconv.site.pyodide import ADDRESS, VERSIONS, public, unpacked

PYTHON = sys.version_info[:2]
pytestmark = pytest.mark.skipif(PYTHON not in VERSIONS, reason="no Pyodide was tried with this Python")

ASKED = """
import json, sys
sys.path[:] = [sys.argv[1], *(path for path in sys.path if "site-packages" not in path and path)]
sys.meta_path[:] = [finder for finder in sys.meta_path if "editable" not in repr(finder).lower()]
from symconv.page import answer
import symconv
assert symconv.__file__.startswith(sys.argv[1]), symconv.__file__
print(json.dumps([answer(kind, request) for kind, request in json.load(sys.stdin)]))
"""
LAYERS = (
    {"stride": "2"},
    {"input_size": "7", "kernel_size": "2", "stride": "3", "padding": "1:0"},
    {"input_size": "4x5x4", "kernel_size": "2", "bias": True},
    {"transposed": True, "stride": "2", "output_padding": "1"},
    {"in_channels": "2", "out_channels": "4", "groups": "2", "padding": "same"},
)
QUESTIONS = [
    *(("explore", {"layer": layer}) for layer in LAYERS),
    *(("mistakes", {"layer": layer}) for layer in LAYERS),
    *(("derive", {"layer": layer, "length": "lesson"}) for layer in LAYERS),
    *(("derive", {"layer": LAYERS[0], "language": language}) for language in ("en", "ja")),
    *(("download", {"layer": LAYERS[0], "name": name}) for name in DOWNLOADS),
    *(("check", {"text": text}) for text in ("∂L/∂X = δ ⋆ F", "$y = \\text{conv}(x)$", "```python\nx[i] += w[0]\n```")),
    *(
        ("check", {"text": "∂L/∂x_00 = ∂L/∂o_00 f_01", "layer": LAYERS[0] | {"input_size": "5x5"}, "hints": h})
        for h in (True, False)
    ),
    *(("exercise", {"seed": 3, "level": level}) for level in (1, 2, 3)),
    ("judge", {"seed": 3, "level": 1, "text": "∂L/∂o_00 f_00"}),
]


@pytest.fixture(scope="module")
def modules() -> bytes:
    return archive()


def package(folder: Path, python: str = ".".join(map(str, PYTHON)), *, lacks: str = "") -> Path:
    """What an unpacked npm package looks like."""
    folder.mkdir()
    held = {name: name.encode() for name in ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")}
    held["pyodide-lock.json"] = json.dumps({"info": {"python": f"{python}.3"}, "packages": {"a": {}}}).encode()
    for name, text in held.items():
        if name != lacks:
            (folder / name).write_bytes(text)
    return folder


def test_the_archive_answers_alone(modules: bytes, tmp_path: Path) -> None:
    with tarfile.open(fileobj=BytesIO(modules), mode="r:gz") as tar:
        tar.extractall(tmp_path, filter="data")
    assert not list(tmp_path.rglob("*.py"))
    assert not list(tmp_path.rglob("numpy"))
    ended = subprocess.run(
        [sys.executable, "-c", ASKED, str(tmp_path)],
        input=json.dumps(QUESTIONS),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    for (kind, request), told in zip(QUESTIONS, json.loads(ended.stdout), strict=True):
        assert told == json.loads(json.dumps(answer(kind, request))), (kind, request)


def test_the_archive_holds_what_is_needed_alone(modules: bytes) -> None:
    with tarfile.open(fileobj=BytesIO(modules), mode="r:gz") as tar:
        names = tar.getnames()
    rooms = {name.split("/")[1] for name in names if name.startswith("symconv/")}
    assert {"page", "language", "check", "templates"} <= rooms
    assert rooms.isdisjoint({"cli", "serving", "site", "notebook", "foreign", "workers"})
    assert not [name for name in names if "__pycache__" in name or name.startswith("/") or ".." in name]
    assert str(Path(symconv.__file__).parent).encode() not in modules


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site whose archive is not made: that takes ten seconds."""
    monkeypatch.setattr("symconv.site.folder.archive", lambda: b"modules")


@pytest.mark.usefixtures("quick")
def test_a_folder_holds_everything_it_loads(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    write_site(folder, unpacked(package(tmp_path / "package")), language="de", hints=True)
    page = (folder / "index.html").read_text("utf-8")
    assert 'lang="de"' in page
    assert '"hints":true' in page.replace(" ", "")
    assert "http" not in page[page.index("Content-Security-Policy") : page.index("<title>")].partition("content=")[2]
    assert b'"hints": true' in gzip.decompress((folder / "python/worker.bin").read_bytes())
    offline = (folder / "offline.js").read_text("utf-8")
    stored = json.loads(offline[offline.index("{") : offline.index(";\n")])["files"]
    assert {name for name in stored if name != "./"} == {
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()
    } - {"index.html", "licenses.txt", "offline.js", MARK}
    told = (folder / "licenses.txt").read_text("utf-8")
    assert all(name in told for name in ("Pyodide", "SymPy", "mpmath", "jinja2", "markupsafe"))


@pytest.mark.usefixtures("quick")
def test_a_public_address_is_stated() -> None:
    made = site(public())
    address = ADDRESS.format(version=VERSIONS[PYTHON])
    policy = (
        unescape(made["index.html"].decode())
        .partition('http-equiv="Content-Security-Policy" content="')[2]
        .partition('"')[0]
    )
    stated: Mapping[str, str] = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    for directive in ("script-src", "connect-src"):
        assert address in stated[directive].split()
    assert f"{address}pyodide.asm.wasm" in made["offline.js"].decode()
    assert not [name for name in made if name.endswith(("wasm.bin", "stdlib.zip"))]


@pytest.mark.usefixtures("quick")
def test_an_older_site_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    folder, python = tmp_path / "public", unpacked(package(tmp_path / "package"))
    write_site(folder, python)
    first = (folder / MARK).read_bytes()
    write_site(folder, python, language="fr")
    assert (folder / MARK).read_bytes() != first
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.tex").write_text("mine", "utf-8")
    with pytest.raises(symconv.InputError, match="thesis is not empty, and no site: name a new folder"):
        write_site(other, python)
    assert [file.name for file in other.iterdir()] == ["chapter.tex"]


@pytest.mark.usefixtures("quick")
def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    python = unpacked(package(tmp_path / "package"))
    with pytest.raises(symconv.SymconvError, match="cannot write"):
        write_site(tmp_path / "file" / "public", python)
    with pytest.raises(symconv.InputError):
        write_site(tmp_path / "public", python, language="xx")
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize("lacks", ["pyodide.js", "pyodide.asm.wasm", "pyodide-lock.json"])
def test_a_folder_that_is_no_package_is_refused(lacks: str, tmp_path: Path) -> None:
    with pytest.raises(symconv.InputError, match=f"holds no {lacks}: unpack the npm package pyodide@"):
        unpacked(package(tmp_path / "package", lacks=lacks))


@pytest.mark.parametrize("python", ["3.2", "", "3.x", "9" * 99])
def test_a_package_of_another_python_is_refused(python: str, tmp_path: Path) -> None:
    with pytest.raises(symconv.InputError, match=r"is of .*: take the npm package pyodide@\d"):
        unpacked(package(tmp_path / "package", python=python))


@pytest.mark.parametrize("lock", [b"", b"[]", b'{"info": 3}', b"\xff", b"[" * 100_000])
def test_a_lock_that_is_none_is_refused(lock: bytes, tmp_path: Path) -> None:
    folder = package(tmp_path / "package")
    (folder / "pyodide-lock.json").write_bytes(lock)
    with pytest.raises(symconv.InputError, match="is of an unknown Python"):
        unpacked(folder)


def test_a_python_that_was_not_tried_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "sys", SimpleNamespace(version_info=(3, 99, 0)))
    with pytest.raises(symconv.InputError, match=r"made by Python 3\.11, 3\.12, 3\.13, .*; this is 3\.99"):
        public()


def test_the_command_line_says_it_in_one_line(run: Callable, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    for arguments in ((".",), ("new", "--pyodide", ".")):
        ended = run("site", *arguments, cwd=tmp_path)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_writes_a_site(run: Callable, tmp_path: Path) -> None:
    ended = run("site", "public/", "--language", "de", "--hints-only", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (0, "")
    assert ADDRESS.format(version=VERSIONS[PYTHON]) in ended.stderr
    assert json.loads((tmp_path / "public" / MARK).read_text("utf-8")) | {"version": ""} == {
        "version": "",
        "language": "de",
        "hints": True,
    }
