"""What outside programs say of a certificate is told as it is."""

import json
import shutil

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
    assert (found.accepted, found.told) == (True, "coqc accepts every file; no theorem rests on an axiom")


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


def test_coqc_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(
        MissingExtraError, match="coqc is not installed, which --check needs; on Debian: apt install coq"
    ):
        recheck({"A.v": PROVEN}, "rocq")


def test_json() -> None:
    files = symconv.prove(symconv.ConvSpec.of(input_size=3, kernel_size=2)).certificate("json")
    found = recheck(files, "json")
    assert (found.accepted, found.told) == (True, "verify.py: accepted: every entry is what the definition says")
    claimed = json.loads(files["certificate.json"])
    claimed["grad_input"][1]["terms"].pop()
    found = recheck(files | {"certificate.json": json.dumps(claimed)}, "json")
    assert (found.accepted, found.told) == (False, "verify.py: rejected: grad_input at [0, 0, 1]")


def test_there_are_two_formats() -> None:
    expected = "a certificate's format is one of rocq, json, got 'pdf'"
    assert str(refused(recheck, {}, "pdf")) == expected
    assert str(refused(symconv.prove(symconv.ConvSpec.of(kernel_size=1)).certificate, "pdf")) == expected
