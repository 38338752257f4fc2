"""``%load_ext symconv`` in a real kernel: what is derived and judged there, and what is said of what cannot be used."""

from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="needs nbformat")
pytest.importorskip("ipykernel", reason="needs ipykernel")
nbclient = pytest.importorskip("nbclient", reason="needs nbclient")
nbconvert = pytest.importorskip("nbconvert", reason="needs nbconvert")

pytestmark = pytest.mark.filterwarnings("default")  # of what runs the kernel, not ours

CELLS = {
    "load": "%load_ext symconv",
    "check": "%%symconv check --stride 2 --input-size 5x5\n∂L/∂x_00 = ∂L/∂o_00 f_01\n\n∂L/∂x_00 = ∂L/∂o_00 f_00",
    "value": "[statement.verdict for statement in _.value.statements]",
    "hint": "%%symconv check -s 2 -n 5x5 --hint --language de\n∂L/∂x_00 = ∂L/∂o_00 f_01",
    "derive": "%symconv derive -n 4 -k 2 --brief",
    "help": "%symconv derive --help",
    "no command": "%symconv",
    "no text": "%symconv check",
    "no option": "%symconv derive --strid 2",
    "no layer": "%symconv derive -n 2 -k 5",
    "no quote": '%symconv derive "',
    "gone on": "import symconv; symconv.prove(symconv.ConvSpec.of(stride=2)).holds",
}


@pytest.fixture(scope="module")
def ran() -> tuple[Any, dict[str, Any]]:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in CELLS.values()])
    nbclient.NotebookClient(notebook, timeout=120, allow_errors=True, kernel_name="python3").execute()
    return notebook, dict(zip(CELLS, (cell.outputs for cell in notebook.cells), strict=True))


def test_the_magic_judges(ran: tuple[Any, dict[str, Any]]) -> None:
    _, outputs = ran
    assert outputs["load"] == []
    assert outputs["value"][0].data["text/plain"] == "['wrong', 'right']"
    assert "another entry" in outputs["check"][0].data["text/markdown"]
    hint = outputs["hint"][0].data["text/markdown"]
    assert "f_00" not in hint
    assert "falsch" in hint


def test_the_magic_derives(ran: tuple[Any, dict[str, Any]]) -> None:
    _, outputs = ran
    assert "\\partial L" in outputs["derive"][0].data["text/markdown"]
    assert "input 4, kernel 2" in outputs["derive"][0].data["text/html"]
    assert "--kernel" in outputs["help"][0].text


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("no command", "UsageError: %symconv derive [options], or %%symconv check"),
        ("no text", "UsageError: %symconv derive [options], or %%symconv check"),
        ("no option", "UsageError: No such option"),
        ("no layer", "UsageError: kernel 5 does not fit input 2"),
        ("no quote", "UsageError: No closing quotation"),
    ],
)
def test_what_cannot_be_used_is_one_line(cell: str, said: str, ran: tuple[Any, dict[str, Any]]) -> None:
    (told,) = ran[1][cell]
    assert told.get("text", "").startswith(said) or "\n".join(told.get("traceback", ())).startswith(said)
    assert len(told.get("text", "\n".join(told.get("traceback", ()))).strip().splitlines()) == 1


def test_a_notebook_becomes_pages(ran: tuple[Any, dict[str, Any]]) -> None:
    notebook, _ = ran
    page, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
    assert page.count('class="symconv-cell') == 3
    text, _ = nbconvert.MarkdownExporter().from_notebook_node(notebook)
    assert "symconv-cell" in text or "another entry" in text
