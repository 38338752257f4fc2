"""Test vectors for any language: what is written, a program in C that passes, answers that do not."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from layers import meetings

from symconv import ConvSpec, InputError
from symconv.library.answers import check_answers
from symconv.library.vectors import files, read, vectors

SOURCE = Path(__file__).parent.parent / "data" / "vectors" / "conv.c"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    folder.mkdir()
    for name, content in files(vectors({"stride": 2, "kernel_size": 3})).items():
        (folder / name).write_bytes(content)
    return folder


def by_loops(spec: ConvSpec, dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """∂L/∂X and ∂L/∂F from i = s·m + d·a − p alone."""
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    per_in, per_out = w.shape[1], w.shape[0] // spec.groups
    for n, f, *m in np.ndindex(dout.shape):
        for c, *a in np.ndindex(w.shape[1:]):
            along = zip(spec.stride, m, spec.dilation, a, spec.padding, strict=True)
            i = tuple(s * one + d * tap - before for s, one, d, tap, (before, _) in along)
            if all(0 <= place < size for place, size in zip(i, spec.input_size, strict=True)):
                at, tap = (n, f // per_out * per_in + c, *i), (f, c, *a)
                dx[at] += dout[(n, f, *m)] * w[tap]
                dw[tap] += dout[(n, f, *m)] * x[at]
    return dx, dw


def test_what_is_written_is_right(cases: Path) -> None:
    told = json.loads((cases / "cases.json").read_text(encoding="utf-8"))["cases"]
    packed = np.load(cases / "cases.npz")
    assert len(told) > 15
    for number, (case, one) in enumerate(zip(told, read(cases), strict=True)):
        spec = ConvSpec.of(**case["layer"])
        assert spec == one.spec
        arrays = {name: packed[f"{number}_{name}"] for name in ("dout", "x", "w", "b", "o", "dx", "dw", "db")}
        dx, dw = by_loops(spec, arrays["dout"], arrays["x"], arrays["w"])
        assert np.array_equal(arrays["dx"], dx)
        assert np.array_equal(arrays["dw"], dw)
        assert np.array_equal(arrays["db"], arrays["dout"].swapaxes(0, 1).reshape(len(arrays["w"]), -1).sum(1))
        for name, array in arrays.items():
            assert case[name] == {"shape": list(array.shape), "values": array.ravel().tolist()}
            assert np.array_equal(array, np.round(array))
            assert np.abs(array).max() < 2**24


def test_vectors_of_transposed_layers(tmp_path: Path) -> None:
    """With groups, dilation and output padding, by loops; read back, and judged."""
    made = vectors({"transposed": True, "stride": 2, "in_channels": 4, "out_channels": 2, "groups": 2}, axes=1)
    made += vectors({"transposed": True, "input_size": (2, 3), "kernel_size": 3, "stride": 3, "output_padding": (2, 0)})
    assert {one.layer.output_padding[0] for one in made} == {0, 1, 2}  # type: ignore[union-attr]
    for name, content in files(made).items():
        (tmp_path / name).write_bytes(content)
    assert [one.layer for one in read(tmp_path)] == [one.layer for one in made]
    answers = {}
    for number, one in enumerate(read(tmp_path)):
        x, w, g = (one.point[role] for role in ("x", "w", "dout"))
        assert (x.shape, w.shape, g.shape) == (one.layer.input_shape, one.layer.weight_shape, one.layer.output_shape)
        dx, dw = np.zeros_like(x), np.zeros_like(w)
        for o, f, i in meetings(one.layer):
            dx[i] += g[o] * w[f]
            dw[f] += g[o] * x[i]
        answers |= {f"{number}_dx": dx, f"{number}_dw": dw}
    np.savez(tmp_path / "answers.npz", **answers)
    report = check_answers(tmp_path / "answers.npz", tmp_path)
    assert [one.verdict for one in report.statements] == ["right", "right"]
    answers["0_dx"] = answers["0_dx"] + 1
    np.savez(tmp_path / "answers.npz", **answers)
    wrong = check_answers(tmp_path / "answers.npz", tmp_path)
    assert [one.verdict for one in wrong.statements] == ["wrong", "right"]
    assert "transposed, output" in wrong.statements[0].message


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_a_program_in_c(run: Callable, tmp_path: Path) -> None:
    """The guide's example; and the same with ``=`` for ``+=``."""
    assert run("vectors", "--stride", "2", "--kernel", "3", "-o", "cases", cwd=tmp_path).returncode == 0
    given = (tmp_path / "cases" / "cases.txt").read_bytes()
    text = SOURCE.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 45
    broken = text.replace("dx[at] += d * w[tap]", "dx[at] = d * w[tap]")
    for name, source, status in (("right", text, 0), ("wrong", broken, 1)):
        (tmp_path / f"{name}.c").write_text(source, encoding="utf-8")
        compiled = ["cc", "-O1", "-Wall", "-Werror", "-o", str(tmp_path / name), str(tmp_path / f"{name}.c")]
        subprocess.run(compiled, check=True)
        made = subprocess.run([str(tmp_path / name)], input=given, stdout=subprocess.PIPE, check=True).stdout
        (tmp_path / f"{name}.txt").write_bytes(made)
        finished = run("check", f"{name}.txt", "--vectors", "cases", cwd=tmp_path)
        assert finished.returncode == status, finished.stdout
    assert "wrong: dx: in case" in finished.stdout
    assert "[overwritten-overlap]" in finished.stdout
    assert "right: dw: exact in all" in finished.stdout


def test_answers_in_npz_and_json(cases: Path, tmp_path: Path) -> None:
    right = {f"{n}_{name}": one.expected(name) for n, one in enumerate(read(cases)) for name in ("dx", "dw")}
    np.savez(tmp_path / "right.npz", **{name: array.astype(np.float32) for name, array in right.items()})
    (tmp_path / "right.json").write_text(json.dumps({name: array.tolist() for name, array in right.items()}))
    for name in ("right.npz", "right.json"):
        report = check_answers(tmp_path / name, cases)
        assert [one.verdict for one in report.statements] == ["right", "right"]
    few = {name: array for name, array in right.items() if not name.startswith("0_")}
    np.savez(tmp_path / "few.npz", **few)
    report = check_answers(tmp_path / "few.npz", cases)
    assert {one.verdict for one in report.statements} == {"right under an assumption"}
    assert "1 of " in report.statements[0].assumptions[0]
    few["3_dx"] = few["3_dx"] * 0
    few["4_dw"] = few["4_dw"][..., :1]
    np.savez(tmp_path / "off.npz", **few)
    report = check_answers(tmp_path / "off.npz", cases)
    assert [one.verdict for one in report.statements] == ["wrong", "wrong"]
    assert report.exit_code == 1
    assert "in case 3" in report.statements[0].message
    assert "numbers where" in report.statements[1].message


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.npz", b"PK nonsense", "not a readable .npz file"),
        ("a.json", b"[1, 2]", "is no JSON object of arrays"),
        ("a.txt", b"1 2 three", "holds something that is no number"),
        ("a.txt", b"1 2 3", "holds 3 numbers where dx, dw and db of all cases are"),
        ("a.json", b'{"other": [1]}', "holds no answer"),
    ],
)
def test_what_cannot_be_read(name: str, content: bytes, said: str, cases: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said):
        check_answers(tmp_path / name, cases)


def test_no_cases(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        check_answers(tmp_path / "a.txt", tmp_path)
    (tmp_path / "cases.json").write_text('{"cases": [{}]}')
    with pytest.raises(InputError, match="holds no cases of symconv vectors"):
        check_answers(tmp_path / "a.txt", tmp_path)
    for cases in ('{"cases": [{"layer": {}, "input": {"values": [1' + "0" * 400 + "]}}]}", "[" * 100_000):
        (tmp_path / "cases.json").write_text(cases)
        with pytest.raises(InputError, match="holds no cases of symconv vectors"):
            check_answers(tmp_path / "a.txt", tmp_path)
    (tmp_path / "cases.json").unlink()
    os.mkfifo(tmp_path / "cases.json")
    with pytest.raises(InputError, match="not a plain file"):
        check_answers(tmp_path / "a.txt", tmp_path)
    with pytest.raises(InputError, match="no layer of the set"):
        vectors({"stride": 900, "kernel_size": 700})
    assert len(vectors({"input_size": (5,), "kernel_size": 3}, impulses=True)) == 12
