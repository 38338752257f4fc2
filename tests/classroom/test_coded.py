"""Python submissions of a class: run only when asked, and told like written ones."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

CODE = Path(__file__).parent.parent / "data" / "code"
RIGHT, HOSTILE = (CODE.joinpath(name).read_text(encoding="utf-8") for name in ("right.py", "hostile.py"))
SCATTERED = "dx_pad[n][(slice(None), *window)] += w[f] * dout[n, f, i, j]"


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    folder = tmp_path / "submissions"
    folder.mkdir()
    assert SCATTERED in RIGHT
    texts = {
        "anna": RIGHT,
        "bert": RIGHT.replace(SCATTERED, SCATTERED.replace("+=", "="), 1),
        "carl": HOSTILE.replace("def leaving", "def conv_backward_naive"),
        "dora": "def another(x):\n    return x\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path


def test_code_is_run_when_a_function_is_named(handed_in: Path, run: Callable) -> None:
    finished = run(
        *("check", "submissions", "--function", "conv_backward_naive", "--jobs", "2", "--format", "json"), cwd=handed_in
    )
    told = json.loads(finished.stdout)
    assert [(file["file"], file["verdict"]) for file in told["files"]] == [
        ("anna.py", "right"),
        ("bert.py", "wrong"),
        ("carl.py", "empty"),
        ("dora.py", "refused"),
    ]
    assert [student["points"] for student in told["students"]] == [10, pytest.approx(20 / 3), None, None]
    assert ("overwritten-overlap", ["bert"]) in [(made["id"], made["students"]) for made in told["mistakes"]]
    assert told["files"][3]["message"] == "it has no conv_backward_naive; it has another"
    assert {entry["what"] for entry in told["entries"]} == {f"∂L/∂{name} by code" for name in "XFb"}


def test_code_is_not_run_unasked(handed_in: Path, run: Callable) -> None:
    (handed_in / "submissions" / "evil.py").write_text("open('ran', 'w')\n")
    finished = run("check", "submissions", cwd=handed_in)
    assert finished.stdout.count("skipped: code is run only with --function NAME") == 5
    assert not list(handed_in.rglob("ran"))


def test_an_adapter_for_a_class(handed_in: Path, run: Callable) -> None:
    """It imports each as ``submission``, whatever the file is called; what it says is part of what is asked."""
    adapter = handed_in / "adapter.py"
    text = """from submission import conv_backward_naive as theirs

def gradients(dout, x, w, b, layer):
    told = {"stride": layer.stride[0], "pad": layer.padding[0]}
    return dict(zip(("dx", "dw", "db"), theirs(dout, (x, w, b, told))))
"""
    adapter.write_text(text, encoding="utf-8")
    asked = ("check", "submissions", "--function", "conv_backward_naive", "--stride", "1", "--kernel", "2")
    asked += ("--adapter", "adapter.py", "--format", "json", "--journal", "class.journal")
    told = json.loads(run(*asked, cwd=handed_in).stdout)
    verdicts = {file["file"]: file["verdict"] for file in told["files"]}
    assert verdicts == {"anna.py": "right", "bert.py": "wrong", "carl.py": "empty", "dora.py": "empty"}
    (handed_in / "class.journal").rename(handed_in / "kept.journal")
    adapter.write_text(text.replace('"dx", "dw"', '"dw", "dx"'), encoding="utf-8")
    again = run(*asked[:-1], "kept.journal", "--resume", cwd=handed_in)
    assert {file["file"]: file["verdict"] for file in json.loads(again.stdout)["files"]}["anna.py"] == "wrong"
