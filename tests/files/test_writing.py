"""Files are complete or not there at all; devices are written through, links are followed."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from symconv.errors import OutputError
from symconv.files.writing import is_device, refuse_unwritable, refuse_unwritable_below, write_folder, writing


def put(path: str | Path, data: bytes = b"new") -> None:
    with writing(path) as stream:
        stream.write(data)


def below(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    with writing(tmp_path / "a") as stream:
        stream.write(b"new")
        assert not (tmp_path / "a").exists()
    assert below(tmp_path) == {"a": "new"}


def test_what_breaks_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(TypeError), writing(tmp_path / "a") as stream:
        stream.writelines([b"half", None])  # type: ignore[list-item]
    assert below(tmp_path) == {"a": "old"}


def test_permissions_stay(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o640)
    put(tmp_path / "a")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "real").write_text("old")
    (tmp_path / "link").symlink_to("deep/real")
    (tmp_path / "new").symlink_to("deep/other")
    put(tmp_path / "link")
    put(tmp_path / "new")
    assert (tmp_path / "link").is_symlink()
    assert below(tmp_path / "deep") == {"real": "new", "other": "new"}


def test_a_name_as_long_as_a_disk_takes(tmp_path: Path) -> None:
    put(tmp_path / ("n" * 255))
    assert below(tmp_path) == {"n" * 255: "new"}


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    put(pipe)
    reader.join()
    assert read == [b"new"]
    assert is_device(pipe)


def test_devices_are_written_through() -> None:
    put(os.devnull)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    with pytest.raises(OutputError, match="cannot write /dev/full: No space left on device"):
        put("/dev/full")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.parametrize("path", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_by_its_path(path: str, tmp_path: Path) -> None:
    """In a pipe, and behind what a file holds already."""
    code = f"from symconv.files.writing import writing\nwith writing({path!r}) as stream: stream.write(b'new')"
    piped = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert piped.stdout == b"new"
    (tmp_path / "a").write_text("old ")
    with (tmp_path / "a").open("ab") as end:
        subprocess.run([sys.executable, "-c", code], stdout=end, check=True)
    assert below(tmp_path) == {"a": "old new"}


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        (".", "Is a directory"),
        ("no/a", "No such file or directory"),
        ("old/a", "Not a directory"),
        ("a\0b", "no path holds a NUL"),
        ("n" * 256, "File name too long"),
        ("round", "Too many levels of symbolic links"),
    ],
)
def test_what_cannot_be_written_is_one_line(path: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    (tmp_path / "round").symlink_to("round")
    if len(path) < 256:
        with pytest.raises(OutputError, match=problem):
            refuse_unwritable(tmp_path / path)
    with pytest.raises(OutputError, match=problem) as raised:
        put(tmp_path / path)
    assert "\n" not in str(raised.value)
    assert "\0" not in str(raised.value)
    assert (tmp_path / "round").is_symlink()
    assert below(tmp_path) == {"old": "old"}


def test_a_folder_is_written_beside_what_is_there(tmp_path: Path) -> None:
    write_folder(tmp_path / "new", [("a", "1"), ("deep/b", "2")])
    write_folder(tmp_path / "new", [("a", "3"), ("c", b"4")])
    assert below(tmp_path) == {"new/a": "3", "new/deep/b": "2", "new/c": "4"}


def failing() -> Iterator[tuple[str, str]]:
    yield from [("a", "1"), ("deep/b", "2")]
    raise KeyError


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_folder(tmp_path / "new" / "er", failing())
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "b").mkdir()
    (tmp_path / "a").write_text("old")
    with pytest.raises(OutputError, match="b: Is a directory"):
        write_folder(tmp_path, [("a", "1"), ("b", "2"), ("c", "3")])
    assert below(tmp_path) == {"a": "old"}


def test_half_a_surrogate_is_no_obstacle(tmp_path: Path) -> None:
    write_folder(tmp_path, [("a", "x\ud800y")])
    assert below(tmp_path) == {"a": "x?y"}


def test_folders_are_refused_before_they_are_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may do everything is made one who may not."""
    (tmp_path / "old").write_text("old")
    refuse_unwritable_below(tmp_path / "new" / "er")
    for place in ("old", "old/er"):
        with pytest.raises(OutputError, match="Not a directory"):
            refuse_unwritable_below(tmp_path / place)
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path)
    with pytest.raises(OutputError, match="Permission denied"):
        refuse_unwritable_below(tmp_path / "new" / "er")
    assert below(tmp_path) == {"old": "old"}
