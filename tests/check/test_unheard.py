"""Nothing is unheard: a formula that gets no verdict stands among those left out, with the reason why."""

from pathlib import Path

from click.testing import CliRunner

from symconv import check_text
from symconv.cli import cli


def why(written: str, name: str = "a.md") -> list[tuple[int, str]]:
    return [(one.line, one.why) for one in check_text(written, name=name).left_out]


def test_a_forward_pass_that_is_not_understood_is_left_out_with_its_line() -> None:
    assert why(r"$$a^1 = \sigma\left(b + \sum_m w_{m} a_{j+m}\right)$$") == [
        (1, "no claim about a gradient was understood in it")
    ]


def test_sizes_tables_and_arrows_are_told_apart() -> None:
    written = "$s = 2$\n\n$A = \\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\end{pmatrix}$\n\n$A_{ij} x_j \\mapsto y_i$"
    assert why(written) == [
        (1, "it tells a size or a number"),
        (3, "it tells what an array is made of"),
        (5, "it is no equation"),
    ]


def test_what_is_written_where_it_is_used_is_a_definition() -> None:
    named = r"Let $G_y = \frac{\partial L}{\partial y}$, so $dw_k = \sum_i G_{y_i} x_{i+k}$"
    report = check_text(f"$y_i = \\sum_k x_{{i+k}} w_k$\n\n{named}", name="a.md")
    assert [one.verdict for one in report.statements] == ["right", "right"]
    assert [(one.line, one.used) for one in report.left_out] == [(3, True)]


def test_another_topic_is_named() -> None:
    assert why("## Max pooling\n\n$z = x$\n") == [(3, "it is about pooling, not about the convolution layer")]


def test_a_size_in_a_sentence_is_told() -> None:
    assert why("Padding 1. So the output has the shape [2 × 28 × 28].\n") == [(1, "a size in a sentence is not judged")]


def printed(written: str, folder: Path) -> tuple[int, str]:
    """The exit status and what is printed, wherever its lines are broken."""
    file = folder / "a.md"
    file.write_text(written, encoding="utf-8")
    told = CliRunner().invoke(cli, ["check", str(file)])
    return told.exit_code, " ".join(told.output.split())


def test_no_statement_has_a_reason(tmp_path: Path) -> None:
    code, told = printed("Only words.", tmp_path)
    assert (code, "no formula with a relation was found" in told, "0 statements" in told) == (2, True, True)
    code, told = printed("$s = 2$", tmp_path)
    assert (code, "left out, line 1: it tells a size" in told, "0 statements" in told) == (2, True, True)


def test_what_is_only_used_is_not_told_beside_verdicts(tmp_path: Path) -> None:
    code, told = printed("$s = 1$\n\n$y_i = \\sum_k x_{i+k} w_k$\n", tmp_path)
    assert (code, "left out" in told) == (0, False)
