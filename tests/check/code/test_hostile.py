"""What does not come back, or takes more than it should, is survived and said."""

from pathlib import Path

import pytest

from symconv.check.code import Options, check_file
from symconv.foreign.elsewhere import Limits

CODE = Path(__file__).parents[2] / "data" / "code"
HOSTILE = {
    "sleeping": "it did not end within 0.4 seconds",
    "looping": "it did not end within 0.4 seconds",
    "exiting": "it ends the program, SystemExit: 0 (line",
    "ending_by_a_rare_signal": "the process was ended by signal",
    "raising_half_a_letter": "it raises ValueError: ? (line",
    "forking": "it ends the program, SystemExit: 0 (line",
    "writing_everywhere": "it",
    "replacing_json": "it",
    "not_to_be_written": "it raises UnspeakableError (line",
    "leaving": "it ended the process with status 3",
    "segfault": "the process was ended by a segmentation fault",
    "recursing": "it raises RecursionError",
    "flooding": "it raises ValueError: done printing (line",
    "closing": "it raises KeyboardInterrupt (line",
}


def limited(seconds: float, megabytes: int = 512) -> Options:
    return Options(limits=Limits(seconds=seconds, memory=megabytes << 20))


@pytest.mark.parametrize("name", HOSTILE)
def test_survived(name: str) -> None:
    late = name in ("sleeping", "looping")
    report = check_file(CODE / "hostile.py", name, options=limited(0.4 if late else 20))
    (said,) = report.statements
    assert said.verdict == "unreadable"
    assert said.message.startswith(f"not judged: {HOSTILE[name]}")
    assert f"{name}(dout=dout, cache=(x, w, b" in said.message
    assert report.exit_code == 2


def test_memory_runs_out() -> None:
    report = check_file(CODE / "hostile.py", "allocating", options=limited(60, 200))
    assert report.statements[0].message.startswith("not judged: it takes too much memory, MemoryError")


@pytest.mark.parametrize("name", ["nothing", "strange"])
def test_no_gradient_in_it(name: str) -> None:
    report = check_file(CODE / "hostile.py", name)
    assert [one.verdict for one in report.statements] == ["unreadable"]
    assert report.exit_code == 2


def test_a_crash_on_some_layers() -> None:
    report = check_file(CODE / "hostile.py", "segfault_with_padding")
    said = report.statements[-1].message
    assert said == "the process was ended by a segmentation fault on 5 of 14 layers, exactly those with padding"
    assert [row.verdicts["dx"] for row in report.layers if "padding 0" not in row.told and not row.not_tried] == [
        "failed"
    ] * 5


def test_what_cannot_be_loaded(tmp_path: Path) -> None:
    texts = {
        "exits.py": ("raise SystemExit(0)", "SystemExit: 0 (line 1)"),
        "broken.py": ("def backward(:", "SyntaxError: invalid syntax"),
        "leaves.py": ("import os\nos._exit(0)", "it ended the process with status 0"),
    }
    for name, (text, said) in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        report = check_file(tmp_path / name)
        assert [one.verdict for one in report.statements] == ["unreadable"]
        assert said in report.statements[0].message
        assert report.exit_code == 2


def test_our_environment_is_not_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    text = "import os\nassert 'SOME_TOKEN' not in os.environ\nraise ValueError(os.environ['MALLOC_PERTURB_'])"
    (tmp_path / "looks.py").write_text(text, encoding="utf-8")
    assert "ValueError: 128" in check_file(tmp_path / "looks.py").statements[0].message


def test_what_is_printed_is_kept_apart(capfd: pytest.CaptureFixture) -> None:
    report = check_file(CODE / "right.py", "conv_backward_printing", options=Options(given={"stride": 2, "padding": 0}))
    assert report.exit_code == 0
    assert report.printed.startswith("backward (")
    assert "it prints" in report.binding["assumptions"][0]
    assert capfd.readouterr() == ("", "")
