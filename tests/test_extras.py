"""What is missing is installed by the packages that `pyproject.toml` names, wherever symconv came from."""

import importlib.metadata
import shlex
import tomllib
from pathlib import Path
from typing import NoReturn

import pytest
from packaging.requirements import Requirement

from symconv.extras import installing

PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("extra", ["pdf", "images", "cluster", "smt", "peers", "threads"])
def test_the_line_names_the_packages_of_the_extra(extra: str) -> None:
    program, command, *packages = shlex.split(installing(extra))
    assert (program, command) == ("pip", "install")
    wanted = PROJECT["optional-dependencies"][extra]
    assert {Requirement(package) for package in packages} == {Requirement(package) for package in wanted}


def test_in_a_checkout_that_was_never_installed_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> NoReturn:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", unknown)
    assert installing("pdf") == "pip install '.[pdf]'"
