"""Archives from outside: what is not safe is refused, and the rest is read."""

import os
import stat
import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from symconv.classroom.archive import Limits, members
from symconv.errors import InputError


def zipped(path: Path, *files: tuple[str | ZipInfo, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, data in files:
            packed.writestr(name, data)
    return path


def with_mode(name: str, mode: int) -> ZipInfo:
    info = ZipInfo(name)
    info.external_attr = mode << 16
    return info


def read_all(path: Path) -> dict[str, bytes | str]:
    found: dict[str, bytes | str] = {}
    for member in members(path):
        try:
            found[member.name] = member.read()
        except InputError as error:
            found[member.name] = str(error)
    return found


def test_plain_files_by_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("b/hw.tex", b"2"), ("a.tex", b"1"), ("b/", b""))
    assert read_all(path) == {"a.tex": b"1", "b/hw.tex": b"2"}
    assert [member.parts for member in members(path)] == [("a.tex",), ("b", "hw.tex")]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("../../etc/passwd", "a path that leaves the archive"),
        ("a/../../b.tex", "a path that leaves the archive"),
        ("..\\b.tex", "a path that leaves the archive"),
        ("/etc/passwd", "an absolute path"),
        ("C:\\b.tex", "an absolute path"),
        (with_mode("link.tex", stat.S_IFLNK | 0o777), "a link, not a file"),
        (with_mode("pipe.tex", stat.S_IFIFO | 0o666), "not a plain file"),
    ],
)
def test_what_is_not_safe_is_refused(tmp_path: Path, name: str | ZipInfo, problem: str) -> None:
    shown = name if isinstance(name, str) else name.filename
    path = zipped(tmp_path / "a.zip", (name, b"/etc/passwd"), ("good.tex", b"1"))
    assert read_all(path) == {shown: f"{shown}: {problem}", "good.tex": b"1"}
    assert list(tmp_path.iterdir()) == [path]


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("bomb.tex", bytes(12_000_000)), ("large.tex", bytes(16_000_001)))
    assert read_all(path) == {
        "bomb.tex": "bomb.tex: packed too hard to be a submission",
        "large.tex": "large.tex: larger than 16000000 bytes",
    }


def test_a_header_that_lies_does_not_unpack_a_bomb(tmp_path: Path) -> None:
    """The directory says 10 bytes; the stream holds 20 million."""
    path = zipped(tmp_path / "a.zip", ("bomb.tex", bytes(20_000_000)))
    raw = path.read_bytes()
    path.write_bytes(raw.replace(struct.pack("<I", 20_000_000), struct.pack("<I", 10)))
    found = read_all(path)["bomb.tex"]
    assert found == "bomb.tex cannot be unpacked" or len(found) <= 16_000_001


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        (Limits(files=3, unpacked=14), "unpacks to 15 bytes, more than 14"),
        (Limits(files=2, unpacked=15), "holds 3 files, more than 2"),
    ],
)
def test_all_files_together_have_a_limit(tmp_path: Path, limits: Limits, problem: str) -> None:
    path = zipped(tmp_path / "a.zip", ("a", b"12345"), ("b", b"12345"), ("c", b"12345"))
    assert len(list(members(path, Limits(files=3, unpacked=15)))) == 3
    with pytest.raises(InputError, match=problem):
        list(members(path, limits))


def test_encrypted_files_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("secret.tex", b"1"))
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    raw[raw.index(b"PK\x03\x04") + 6] |= 1
    path.write_bytes(raw)
    assert read_all(path) == {"secret.tex": "secret.tex: encrypted"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.tex", b"1"), ("a.tex", b"2"))
    read = []
    for member in members(path):
        try:
            read.append(member.read())
        except InputError as error:
            read.append(str(error).encode())
    assert b"a.tex: the archive holds this name twice" in read
    assert len(read) == 2


def test_what_is_broken_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.tex", os.urandom(1000)))
    raw = bytearray(path.read_bytes())
    raw[60:80] = bytes(20)
    path.write_bytes(raw)
    assert read_all(path) == {"a.tex": "a.tex cannot be unpacked"}
    path.write_bytes(b"PK\x03\x04 no")
    with pytest.raises(InputError, match=r"a\.zip is no zip archive that can be read"):
        list(members(path))


def test_names_are_shown_safely(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("\x1b[31mred\n.tex", b"1"))
    assert list(read_all(path)) == ["\N{REPLACEMENT CHARACTER}[31mred\N{REPLACEMENT CHARACTER}.tex"]
