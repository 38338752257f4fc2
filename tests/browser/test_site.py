"""``symconv site`` in a browser: the same answers as here, in a folder below a path, and without a network.

Python in the browser is Pyodide, whose npm package is in ``package.json`` once for each version of Python.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from planted.chance import seeded

from symconv.page import answer
from symconv.site.folder import write_site
from symconv.site.pyodide import VERSIONS, unpacked

HERE = Path(__file__).parent
LARGEST = 12_000_000
PYTHON = sys.version_info[:2]


def layers(count: int, seed: int) -> list[dict[str, Any]]:
    """Random small layers, of all options; some do not exist, and then both sides say the same about it."""
    chance = seeded("site", seed)
    drawn = []
    for _ in range(count):
        axes = chance.choice((1, 2, 2))

        def size(low: int, high: int, axes: int = axes) -> str:
            return "x".join(str(chance.randint(low, high)) for _ in range(axes))

        layer: dict[str, Any] = {"input_size": size(3, 6), "kernel_size": size(1, 3), "stride": size(1, 3)}
        layer |= {"dilation": size(1, 2), "padding": f"{chance.randint(0, 2)}:{chance.randint(0, 2)}"}
        layer["bias"] = chance.random() < 0.3
        if chance.random() < 0.4:
            layer |= {"in_channels": "2", "out_channels": "4", "groups": chance.choice(("1", "2"))}
        drawn.append({name: value for name, value in layer.items() if value is not False})
    return drawn


TEXTS = (
    "∂L/∂X = pad_2(dilate_2(∂L/∂O)) ⋆ flip(F)",
    "∂L/∂f_ab = Σ_{m=0}^{1} Σ_{n=0}^{1} ∂L/∂o_mn · x_{2m+a,2n+b}",
    "∂L/∂x_00 = ∂L/∂o_00 f_01",
    "$$\\frac{\\partial L}{\\partial x_{22}} = \\sum_{m,n} \\frac{\\partial L}{\\partial o_{mn}} f_{2-2m,2-2n}$$",
    "nothing is said here",
)
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    *(("explore", {"layer": layer}) for layer in layers(8, 17)),
    *(("derive", {"layer": layer, "length": "lesson"}) for layer in layers(3, 18)),
    *(("mistakes", {"layer": layer}) for layer in layers(2, 19)),
    *(("check", {"text": text, "layer": {"stride": "2", "input_size": "5x5"}, "language": "de"}) for text in TEXTS),
    *(("exercise", {"seed": seed, "level": 2}) for seed in (1, 2)),
    *(("download", {"layer": {"stride": "2"}, "name": name}) for name in ("latex", "json", "slides", "notebook")),
    ("explore", {"layer": {"stride": "9" * 40}}),
    ("nothing", {}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if PYTHON not in VERSIONS:
        pytest.skip("no Pyodide was tried with this Python")
    package = HERE / "node_modules" / f"pyodide-{PYTHON[0]}.{PYTHON[1]}"
    if not package.is_dir():
        pytest.skip("needs tests/browser/node_modules (npm ci)")
    made = tmp_path_factory.mktemp("site") / "public"
    write_site(made, unpacked(package))
    return made


@pytest.fixture(scope="module")
def found(folder: Path, node: Callable[..., str], program: Callable[[str], str]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(node("site.mjs", str(folder), program("chromium"), json.dumps(QUESTIONS)))
    return told


def test_the_site_is_small(folder: Path) -> None:
    assert sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) <= LARGEST


def test_the_browser_says_what_python_says_here(found: dict[str, Any]) -> None:
    for (kind, request), told in zip(QUESTIONS, found["answers"], strict=True):
        assert told["answer"] == json.loads(json.dumps(answer(kind, request))), (kind, request)


def test_every_part_of_the_page_works(found: dict[str, Any]) -> None:
    true = answer("explore", {"layer": {"input_size": "7x7", "stride": "2"}})
    made = {key: entry["value"] for key, entry in true["entries"].items() if key.startswith("∂L/∂x_")}
    assert made
    assert sorted(found["explored"]) == sorted(f"{key} = {value}" for key, value in made.items())
    assert "7×7" in found["derived"]
    assert found["linked"] > 1
    assert found["checked"] == ["verdict wrong", "verdict right"]
    assert "1,000,000 signs" in found["refused"]
    assert "wrong" in found["practised"]


def test_nobody_else_is_asked(found: dict[str, Any]) -> None:
    assert found["elsewhere"] == []
    assert found["complaints"] == []
    assert re.findall(r"[\w-]*eval", found["policy"]) == ["wasm-unsafe-eval"]
    assert "http" not in found["policy"]


def test_what_is_lost_is_started_again(found: dict[str, Any]) -> None:
    assert len(found["lost"].splitlines()) <= 1
    assert found["again"] == "input 5×5, kernel 3×3, stride 2"


def test_it_works_without_a_network(found: dict[str, Any]) -> None:
    assert found["offline"] == "input 4, kernel 2, stride 1"


def test_the_packages_are_those_that_were_tried() -> None:
    named = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    tried = {f"pyodide-{major}.{minor}": f"npm:pyodide@{version}" for (major, minor), version in VERSIONS.items()}
    assert {name: of for name, of in named.items() if name.startswith("pyodide")} == tried
