"""Compiled templates are kept beside them and taken again, as long as they are the same."""

import shutil
import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from symconv.lesson.blocks import Paragraph
from symconv.render import markup

STORY = (Paragraph(words=("all of it",)),)


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped templates, with bytecode being written."""
    shipped = next(filter(Path.is_dir, markup.SHIPPED))
    shutil.copytree(shipped, tmp_path / "templates", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(markup, "SHIPPED", (tmp_path / "templates",))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "templates"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The templates that Jinja had to read, in order."""
    found: list[str | None] = []
    parse = Environment._parse

    def noted(self: Environment, source: str, name: str | None, filename: str | None) -> object:
        found.append(name)
        return parse(self, source, name, filename)

    monkeypatch.setattr(Environment, "_parse", noted)
    return found


def test_the_second_time_nothing_is_compiled(templates: Path, parsed: list[str | None]) -> None:
    first = markup.LATEX.document(STORY)
    compiled = len(parsed)
    assert compiled > 0
    assert markup.LATEX.document(STORY) == first
    assert len(parsed) == compiled
    assert len(list((templates / "__pycache__").glob("latex-*.jinja"))) == compiled


def test_a_changed_template_is_compiled_anew(templates: Path, parsed: list[str | None]) -> None:
    assert "all of it" in markup.LATEX.document(STORY)
    compiled = len(parsed)
    (templates / "latex/document.tex.j2").write_text("changed", encoding="utf-8")
    assert markup.LATEX.document(STORY) == "changed"
    assert parsed[compiled:] == ["document.tex.j2"]


def test_templates_of_the_readers_own_are_not_kept(templates: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/document.tex.j2").write_text("own", encoding="utf-8")
    assert markup.LATEX.document(STORY, tmp_path / "own") == "own"
    assert not (templates / "__pycache__").exists()


def test_nothing_is_written_where_python_would_not(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert "all of it" in markup.LATEX.document(STORY)
    assert not (templates / "__pycache__").exists()


def test_a_folder_that_cannot_be_written_is_no_matter(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refused)
    assert "all of it" in markup.LATEX.document(STORY)
    assert not (templates / "__pycache__").exists()
