"""Folders, globs, archives and files: which submissions there are, and whose they are."""

import os
from pathlib import Path
from zipfile import ZipFile

import pytest

from symconv.classroom import shelf
from symconv.classroom.submissions import gather, is_class
from symconv.errors import InputError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("hw/anna.tex", "hw/bert/main.tex", "hw/bert/parts/one.md", "hw/.hidden/x.tex", "hw/.DS_Store"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def found(*named: str) -> list[tuple[str, str]]:
    return [(one.student, one.file) for one in gather(named)]


def test_a_student_is_the_first_folder_or_the_file(folder: Path) -> None:
    expected = [("anna", "anna.tex"), ("bert", "bert/main.tex"), ("bert", "bert/parts/one.md")]
    assert found("hw") == expected
    assert found("hw/") == expected
    assert [one.read() for one in gather(["hw"])] == [b"hw/anna.tex", b"hw/bert/main.tex", b"hw/bert/parts/one.md"]


def test_the_order_is_that_of_names(folder: Path) -> None:
    for name in ("c", "B", "ä", "10", "9"):
        (folder / "hw" / f"{name}.tex").write_text("")
    assert [student for student, _ in found("hw")] == sorted(["10", "9", "B", "anna", "bert", "bert", "c", "ä"])


def test_several_places_are_told_apart(folder: Path) -> None:
    (folder / "late").mkdir()
    (folder / "late" / "carl.md").write_text("")
    assert found("late", "hw/anna.tex") == [("anna", "hw/anna.tex"), ("carl", "late/carl.md")]


def test_globs(folder: Path) -> None:
    assert found("hw/*.tex") == [("anna", "hw/anna.tex")]
    assert found("hw/**/*.md") == [("one", "hw/bert/parts/one.md")]
    with pytest.raises(InputError, match=r"nothing matches hw/\*\.nb"):
        found("hw/*.nb")


def test_files_of_one_name_are_told_apart_by_their_folders(folder: Path) -> None:
    for name in ("x", "y"):
        (folder / name).mkdir()
        (folder / name / "hw.tex").write_text(name)
    assert found("[xy]/hw.tex") == [("x", "x/hw.tex"), ("y", "y/hw.tex")]


def test_archives_of_a_class_and_of_a_student(folder: Path) -> None:
    with ZipFile(folder / "class.zip", "w") as packed:
        for name in ("class/anna/hw.tex", "class/bert.tex", "__MACOSX/._bert.tex"):
            packed.writestr(name, name)
    assert found("class.zip") == [("anna", "class/anna/hw.tex"), ("bert", "class/bert.tex")]
    with ZipFile(folder / "hw" / "dora.zip", "w") as packed:
        packed.writestr("any/where.tex", "1")
    (folder / "hw" / "emil.zip").write_bytes(b"broken")
    assert found("hw")[3:] == [("dora", "dora.zip/any/where.tex"), ("emil", "emil.zip")]
    (broken,) = (one for one in gather(["hw"]) if one.student == "emil")
    with pytest.raises(InputError, match="no zip archive"):
        broken.read()


def test_what_moodle_adds_to_a_name_is_no_name(folder: Path) -> None:
    (folder / "hw" / "Ada Lovelace_123_assignsubmission_file_").mkdir()
    (folder / "hw" / "Ada Lovelace_123_assignsubmission_file_" / "hw.tex").write_text("")
    assert found("hw")[0][0] == "Ada Lovelace"


def test_links_and_pipes_in_a_folder_are_refused(folder: Path) -> None:
    (folder / "secret.tex").write_text("secret")
    (folder / "hw" / "link.tex").symlink_to(folder / "secret.tex")
    (folder / "hw" / "away").symlink_to(folder)
    os.mkfifo(folder / "hw" / "pipe.tex")
    for student, problem in (("link", "a link"), ("pipe", "not a plain file"), ("away", "a link")):
        given = [one for one in gather(["hw"]) if one.student == student]
        for one in given:
            with pytest.raises(InputError, match=problem):
                one.read()
        assert len(given) == (student != "away")


def test_what_is_not_there(folder: Path) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(InputError, match=r"there is no nowhere\.tex"):
        found("nowhere.tex")
    with pytest.raises(InputError, match="there is no submission"):
        found("empty")


def test_names_that_cannot_be_shown(folder: Path) -> None:
    """Two names that look alike are still two submissions."""
    for raw in (b"a\x1b.tex", b"a\xff.tex"):
        Path(os.fsdecode(bytes(folder / "hw") + b"/" + raw)).write_text("x")
    assert [file for _, file in found("hw") if "\ufffd" in file] == ["a\ufffd (2).tex", "a\ufffd.tex"]


def test_what_is_a_class(folder: Path) -> None:
    assert is_class(["hw"])
    assert is_class(["a.tex", "hw/*.tex"])
    assert is_class(["x.zip"])
    assert not is_class(["a.tex", "hw/anna.tex", "-"])
    (folder / "[odd].tex").write_text("")
    assert not is_class(["[odd].tex"])


def test_patterns_follow_no_links(folder: Path) -> None:
    """Forty links to the folder above are forty ways at each of forty levels."""
    for number in range(40):
        (folder / "hw" / f"loop{number}").symlink_to(folder / "hw")
    (folder / "way").symlink_to(folder / "hw")
    assert found("**/*.md") == [("one", "hw/bert/parts/one.md")]
    assert found("hw/**/*.tex") == [("anna", "hw/anna.tex"), ("main", "hw/bert/main.tex")]
    assert found("way/**/one.md") == [("one", "way/bert/parts/one.md")]


def test_two_stars_at_the_end_are_the_folder(folder: Path) -> None:
    assert found("h?/**") == found("hw")


def test_patterns_meet_hidden_files_where_they_say_so(folder: Path) -> None:
    assert [file for _, file in found("hw/.*/*.tex")] == ["hw/.hidden/x.tex"]
    assert [file for _, file in found(f"{folder}/hw/[ab]*.tex")] == [f"{folder}/hw/anna.tex"]


def test_an_archive_is_opened_once_for_all_its_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    start = shelf._Archive.__init__
    monkeypatch.setattr(shelf._Archive, "__init__", lambda self, raw: opened.append(raw) or start(self, raw))
    for student in range(3):
        with ZipFile(folder / "hw" / f"s{student}.zip", "w") as packed:
            for name in range(50):
                packed.writestr(f"{name}.tex", str(name))
    read = [one.read() for one in gather(["hw"]) if one.student.startswith("s")]
    assert len(read) == 150
    assert len(opened) == 3


def test_many_archives_are_not_open_at_once(folder: Path) -> None:
    for student in range(40):
        with ZipFile(folder / "hw" / f"s{student:02}.zip", "w") as packed:
            packed.writestr("a.tex", str(student))
    given = [one for one in gather(["hw"]) if one.student.startswith("s")]
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert [one.read() for one in given] == [str(number).encode() for number in range(40)]
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + shelf.MOST_OPEN


def test_an_archive_without_files_is_told(folder: Path) -> None:
    with ZipFile(folder / "hw" / "dora.zip", "w") as packed:
        packed.writestr("__MACOSX/._a.tex", "1")
    (empty,) = (one for one in gather(["hw"]) if one.student == "dora")
    with pytest.raises(InputError, match="the archive is empty"):
        empty.read()


def test_one_of_several_that_cannot_be_read_costs_the_others_nothing(folder: Path) -> None:
    """A link to nowhere and a broken archive, named by a pattern or by a shell."""
    Path("hw/new").mkdir(parents=True)
    Path("hw/new/a.md").write_text("")
    Path("hw/new/gone.md").symlink_to("nowhere")
    Path("hw/new/bad.zip").write_bytes(b"PK")
    named = [f"hw/new/{name}" for name in ("a.md", "bad.zip", "gone.md")]
    for asked in (["hw/new/*"], named):
        assert found(*asked) == [("a", named[0]), ("bad", named[1]), ("gone", named[2])]
    for one, told in zip(gather(named)[1:], ("no zip archive", "No such file"), strict=True):
        with pytest.raises(InputError, match=told):
            one.read()
    with pytest.raises(InputError, match="no zip archive"):
        gather(["hw/new/bad.zip"])


def test_a_folder_that_cannot_be_read_is_not_lost(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root everything can be read, so the system is made to refuse."""
    walk = os.scandir

    def refusing(path: str) -> object:
        if Path(path).name == "bert":
            raise PermissionError(13, "Permission denied", str(path))
        return walk(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert found("hw") == [("anna", "anna.tex"), ("bert", "bert")]
    with pytest.raises(InputError, match="cannot read it: Permission denied"):
        gather(["hw"])[1].read()
    with pytest.raises(InputError, match="cannot read hw/bert: Permission denied"):
        gather(["hw/bert"])
