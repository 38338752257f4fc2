"""``symconv prove -o FOLDER/``: certificates on disk."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

LAYER = ("prove", "-n", "5", "-k", "3", "-s", "2", "-p", "1")
needs_coqc = pytest.mark.skipif(not shutil.which("coqc"), reason="needs coqc")


@needs_coqc
def test_rocq_written_and_checked(run: Callable, tmp_path: Path) -> None:
    finished = run(*LAYER, "--format", "rocq", "-o", "proof", "--check", cwd=tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout == "coqc and coqchk accept every file; no theorem rests on an axiom\n"
    names = {path.name for path in tmp_path.joinpath("proof").iterdir()}
    project = tmp_path.joinpath("proof", "_CoqProject").read_text(encoding="utf-8").split()
    assert names == {"_CoqProject", *(name for name in project if name.endswith(".v"))}


@needs_coqc
def test_a_transposed_layer(run: Callable, tmp_path: Path) -> None:
    """As of a convolution: checked by coqc, and by verify.py."""
    layer = ("prove", "--transposed", "-n", "3x2", "-k", "3x2", "-s", "2", "-p", "1:0x0", "--output-padding", "1x0")
    finished = run(*layer, "--entries", "all", "--format", "rocq", "-o", "proof/", "--check", cwd=tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout == "coqc and coqchk accept every file; no theorem rests on an axiom\n"
    finished = run(*layer, "--entries", "2,3", "--format", "json", "-o", "data/", "--check", cwd=tmp_path)
    assert finished.stdout == (  # N = 2·2 + 3 - 1 + 1 = 7 and 2 + 2 = 4: eight taps with a place along the first axis
        "verify.py: accepted: output_size, three forms and all phases, at 8 + 4 meetings along the axes; "
        "entries: 1 of output, 0 of grad_input, 0 of grad_weight\n"
    )


@needs_coqc
def test_checked_by_hand(run: Callable, program: Callable[[str], str], tmp_path: Path) -> None:
    """The line that the certificate's head names."""
    run(*LAYER, "--format", "rocq", "-o", "proof/", cwd=tmp_path)
    folder = tmp_path / "proof"
    lines = folder.joinpath("Certificate.v").read_text(encoding="utf-8").splitlines()
    line = next(line.partition("by hand:")[2] for line in lines if "by hand:" in line)
    assert line.split() == ["coq_makefile", "-f", "_CoqProject", "-o", "Makefile", "&&", "make"]
    subprocess.run([program("coq_makefile"), *line.split()[1:5]], cwd=folder, check=True)
    ended = subprocess.run([program("make")], cwd=folder, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.count("Closed under the global context") == 1


def test_coqc_is_missing(run: Callable, tmp_path: Path) -> None:
    finished = run(*LAYER, "--format", "rocq", "-o", "proof/", "--check", cwd=tmp_path, PATH="")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == "symconv: coqc is not installed, which --check needs; on Debian: apt install coq\n"
    assert tmp_path.joinpath("proof", "Certificate.v").is_file()


def test_what_coqc_rejects_is_told(run: Callable, tmp_path: Path) -> None:
    """A coqc that accepts the first file and rejects the second."""
    fake = tmp_path / "bin" / "coqc"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\ncase "$*" in *Sums.v) exit 0;; esac\necho "no\nproof" >&2\nexit 1\n', encoding="utf-8")
    fake.chmod(0o755)
    fake.with_name("coqchk").symlink_to(fake)
    finished = run(*LAYER, "--format", "rocq", "-o", "proof/", "--check", cwd=tmp_path, PATH=str(fake.parent))
    assert (finished.returncode, finished.stdout) == (1, "coqc rejects Boxes.v: no proof\n")


def test_json_with_its_verifier(run: Callable, tmp_path: Path) -> None:
    finished = run(*LAYER, "--format", "json", "-o", "proof/", "--check", cwd=tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout == (
        "verify.py: accepted: output_size, three forms and all phases, at 7 meetings along the axes; "
        "entries: 0 of output, 0 of grad_input, 0 of grad_weight\n"
    )
    assert sorted(path.name for path in tmp_path.joinpath("proof").iterdir()) == ["certificate.json", "verify.py"]
    command = [sys.executable, "verify.py", "certificate.json"]
    subprocess.run(command, cwd=tmp_path / "proof", check=True, capture_output=True)


def test_entries_that_are_asked_for(run: Callable, tmp_path: Path) -> None:
    run(*LAYER, "--format", "json", "-o", "proof/", "--entries", "2;0,0,1", cwd=tmp_path)
    claimed = json.loads(tmp_path.joinpath("proof", "certificate.json").read_text(encoding="utf-8"))
    listed = {tensor: [entry["index"] for entry in entries] for tensor, entries in claimed["entries"].items()}
    both = [[0, 0, 1], [0, 0, 2]]
    assert listed == {"output": both, "grad_input": both, "grad_weight": both}


@needs_coqc
def test_every_size_replayed(run: Callable, tmp_path: Path) -> None:
    told = ("prove", "--all-sizes", "--routes", "transpose", "--judge", "replay", "--format", "rocq", "-o", "proof/")
    finished = run(*told, "--check", cwd=tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout == "coqc and coqchk accept every file; no theorem rests on an axiom\n"
    assert tmp_path.joinpath("proof", "Transpose.v").is_file()


def test_a_large_layer(run: Callable, tmp_path: Path) -> None:
    """Nothing is as large as the layer: not the time, not the files."""
    layer = ("-n", "224x224", "-k", "3", "-s", "2", "--in-channels", "64", "--out-channels", "128")
    finished = run("prove", *layer, "--format", "json", "-o", "proof/", "--check", cwd=tmp_path)
    assert finished.stdout.startswith("verify.py: accepted: ")
    assert tmp_path.joinpath("proof", "certificate.json").stat().st_size < 2_000


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--format", "rocq"], "a certificate for Rocq is a folder of files; name it with -o FOLDER/"),
        (["--format", "rocq", "-o", "-"], "a certificate for Rocq is a folder of files; name it with -o FOLDER/"),
        (["--check"], "--check is for certificates: --format rocq or json, and -o FOLDER/"),
        (["--format", "json", "--check"], "--check is for certificates: --format rocq or json, and -o FOLDER/"),
        (["--format", "markdown", "-o", "proof/", "--check"], "--check is for certificates: --format rocq or json"),
        (["--format", "rocq", "-o", "proof/", "--routes", "matrix"], "a layer's certificate holds for every route"),
        (["--all-sizes", "--format", "json", "-o", "proof/"], "a certificate for every size has the format rocq"),
        (
            ["--all-sizes", "--format", "rocq", "-o", "proof/", "--entries", "all"],
            "layers of all sizes have no entries",
        ),
        (["--entries", "all"], "--entries is for certificates: --format rocq or json, and -o FOLDER/"),
        (["--format", "rocq", "-o", "taken"], "cannot write taken: Not a directory"),
    ],
)
def test_what_cannot_be(options: list[str], complaint: str, run: Callable, tmp_path: Path) -> None:
    tmp_path.joinpath("taken").write_text("mine", encoding="utf-8")
    finished = run(*LAYER, *options, cwd=tmp_path)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(f"symconv: {complaint}")
    assert finished.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    assert tmp_path.joinpath("taken").read_text(encoding="utf-8") == "mine"


def test_a_sweep_has_no_certificate(run: Callable, tmp_path: Path) -> None:
    finished = run("prove", "--sweep", "kernel=1 input=2", "--format", "rocq", "-o", "proof/", cwd=tmp_path)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == "symconv: a certificate is of one layer; leave out --sweep\n"
