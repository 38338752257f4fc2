"""What is read is bounded, plain, and text."""

import os
from pathlib import Path

import pytest

from symconv.errors import InputError
from symconv.files import reading
from symconv.files.reading import plain_text, tame


def test_a_text_with_whatever_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("\ufeffä\r\nb\rc\n".encode())
    assert plain_text(tmp_path / "a", "a") == "ä\nb\nc\n"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("/dev/zero", "cannot read it: not a plain file"),
        ("pipe", "cannot read it: not a plain file"),
        ("zero.css", "cannot read it: not a plain file"),
        ("folder", "cannot read it: a folder"),
        ("nowhere", "cannot read it: No such file or directory"),
        ("latin", r"it is no UTF-8 text \(byte 1\)"),
        ("large", "it is larger than 10 bytes"),
        ("n" * 300, "cannot read it: File name too long"),
        ("a\0b", "cannot read it: no path holds a NUL"),
    ],
)
def test_what_cannot_be_read(name: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 10)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero.css").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin").write_bytes(b"a\xe4b")
    (tmp_path / "large").write_bytes(bytes(11))
    with pytest.raises(InputError, match=problem):
        plain_text(tmp_path / name, "it")


def test_what_commands_a_terminal_is_tamed() -> None:
    written = "a\x1b[31mred\x1b]0;title\x07\x9b2J\x7f\r\ud800\tb\nä∂\n"
    told = tame(written)
    assert [sign for sign in told if not sign.isprintable()] == ["\t", "\n", "\n"]
    assert len(told) == len(written)
    assert tame("ä∂ 𝑥\n\t") == "ä∂ 𝑥\n\t"
