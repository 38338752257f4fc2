"""What outside programs say of a certificate is told as it is."""

import json
import os
import shutil
from pathlib import Path

import pytest
from layers import refused

import symconv
from symconv.errors import MissingExtraError
from symconv.library.recheck import recheck

needs_coqc = pytest.mark.skipif(not shutil.which("coqc"), reason="needs coqc")
PROVEN = "Lemma same : 1 = 1.\nProof. reflexivity. Qed.\nPrint Assumptions same.\n"


@needs_coqc
def test_accepted_without_axioms() -> None:
    found = recheck({"_CoqProject": "-Q . Convolution\nA.v\n", "A.v": PROVEN}, "rocq")
    assert (found.accepted, found.told) == (True, "coqc and coqchk accept every file; no theorem rests on an axiom")


@needs_coqc
def test_files_build_on_those_before() -> None:
    after = "From Convolution Require Import A.\nPrint Assumptions same.\n"
    assert recheck({"A.v": PROVEN, "B.v": after}, "rocq").accepted
    assert not recheck({"B.v": after, "A.v": PROVEN}, "rocq").accepted


@needs_coqc
def test_rejected() -> None:
    found = recheck({"A.v": PROVEN.replace("1 = 1", "1 = 2")}, "rocq")
    assert not found.accepted
    assert found.told.startswith('coqc rejects A.v: File "./A.v", line 2')
    assert "\n" not in found.told


@needs_coqc
@pytest.mark.parametrize("trick", ["Axiom same : 1 = 2.", "Lemma same : 1 = 2.\nAdmitted."])
def test_axioms_are_noticed(trick: str) -> None:
    found = recheck({"A.v": f"{trick}\nPrint Assumptions same.\n"}, "rocq")
    assert (found.accepted, found.told) == (False, "coqc accepts the files, but something rests on an axiom")


@needs_coqc
def test_a_limit_of_time() -> None:
    found = recheck({"A.v": "Goal True. Proof. repeat (assert True by exact I). Qed."}, "rocq", seconds=0.2)
    assert (found.accepted, found.told) == (False, "not accepted: it takes more than 0.2 seconds")


@needs_coqc
def test_coqchk_has_the_last_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What coqc compiled is checked once more: a coqc that lies, and an axiom that nobody asked for."""
    axiom = recheck({"A.v": "Axiom same : 1 = 2.\n"}, "rocq")
    assert (axiom.accepted, axiom.told) == (False, "coqchk finds an axiom in the compiled files")
    liar = tmp_path / "coqc"
    liar.write_text('#!/bin/sh\nfor file in "$@"; do :; done\necho no > "${file}o"\n', encoding="utf-8")
    liar.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    found = recheck({"A.v": "Lemma same : 1 = 1.\nProof. reflexivity. Qed.\n"}, "rocq")
    assert not found.accepted
    assert found.told.startswith("coqchk rejects what coqc compiled: ")


def test_coqc_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(
        MissingExtraError, match="coqc is not installed, which --check needs; on Debian: apt install coq"
    ):
        recheck({"A.v": PROVEN}, "rocq")


def test_json() -> None:
    files = symconv.certify(symconv.ConvSpec.of(input_size=3, kernel_size=2)).files("json")
    found = recheck(files, "json")
    assert found.accepted
    assert found.told.startswith("verify.py: accepted: output_size, three forms and all phases, at 4 meetings")
    claimed = json.loads(files["certificate.json"])
    claimed["forms"]["grad_input"]["pad"] = [[2, 2]]
    found = recheck(files | {"certificate.json": json.dumps(claimed)}, "json")
    assert (found.accepted, found.told) == (False, "verify.py: rejected: the form of grad_input along axis 0")


def test_there_are_two_formats() -> None:
    expected = "a certificate's format is one of rocq, json, got 'pdf'"
    assert str(refused(recheck, {}, "pdf")) == expected
    assert str(refused(symconv.certify(symconv.ConvSpec.of(kernel_size=1)).files, "pdf")) == expected


def test_entries_that_cannot_be_listed() -> None:
    spec = symconv.ConvSpec.of(input_size=(5, 5), out_channels=2)
    for asked, complaint in (
        ("0,1,2", "no tensor has an entry 0,1,2 (counted from 0)"),
        ("some", "entries must be all, sample or indices such as 2,2;0,1, got 'some'"),
    ):
        assert str(refused(symconv.certify, spec, entries=asked)) == complaint
    error = refused(symconv.certify, spec, entries="all", max_terms=40)
    assert str(error) == "the layer has 61 entries, more than the limit of 40 products; ask for fewer"
    error = refused(symconv.certify, spec, entries="all", max_terms=100)
    assert str(error) == "the entries asked for have 486 products, more than the limit of 100; ask for fewer"
