"""Certificates of layers of every kind: accepted as they are, rejected when anything in them is changed."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from certified import CERTIFIED, TRANSPOSED

import symconv
from symconv import ConvSpec, TransposedSpec
from symconv.proof.certificate import Certificate
from symconv.render.certificate import rocq_files

SPECS = {**CERTIFIED, **TRANSPOSED}


def claimed(spec: ConvSpec | TransposedSpec) -> Certificate:
    """Every entry of the gradients, and what a certificate says besides."""
    return symconv.certify(spec, entries="all").certificate


def source(given: Certificate) -> str:
    return rocq_files(given)["Certificate.v"]


def with_rows(given: Certificate, number: int, change: Callable[[list[Any]], None]) -> Certificate:
    """The certificate with one table's rows changed in place."""
    table = given.tables[number]
    rows = [(index, list(products)) for index, products in table.rows]
    change(rows)
    changed = replace(table, rows=tuple((index, tuple(products)) for index, products in rows))
    return replace(given, tables=tuple(changed if t is table else t for t in given.tables))


def full(rows: list[Any]) -> int:
    """The entry with the most terms."""
    return max(range(len(rows)), key=lambda row: len(rows[row][1]))


def term_missing(rows: list[Any]) -> None:
    rows[full(rows)][1].pop()


def term_twice(rows: list[Any]) -> None:
    products = rows[full(rows)][1]
    products.append(products[-1])


def wrong_tap(rows: list[Any]) -> None:
    products = rows[full(rows)][1]
    first, (tensor, index) = products[0]
    products[0] = (first, (tensor, (*index[:-1], index[-1] + 1)))


def wrong_output(rows: list[Any]) -> None:
    products = rows[full(rows)][1]
    (tensor, index), *rest = products[0]
    products[0] = ((tensor, (*index[:-1], index[-1] + 1)), *rest)


def entries_exchanged(rows: list[Any]) -> None:
    other = next(row for row in range(len(rows)) if rows[row][1] != rows[0][1])
    rows[0], rows[other] = (rows[0][0], rows[other][1]), (rows[other][0], rows[0][1])


def entry_outside(rows: list[Any]) -> None:
    rows.append((tuple(place + 99 for place in rows[-1][0]), []))


TWINS = (term_missing, wrong_tap, entries_exchanged, wrong_output, entry_outside, term_twice)


@pytest.mark.parametrize("name", SPECS)
def test_accepted(name: str, coqc: Any) -> None:
    ended = coqc(source(claimed(SPECS[name])))
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "Closed under the global context\n"


@pytest.mark.parametrize(("number", "name"), list(enumerate(SPECS)))
def test_corrupt_twin_is_rejected(number: int, name: str, coqc: Any) -> None:
    """One entry of one gradient is changed; coqc stops at the theorem that speaks of it."""
    given = claimed(SPECS[name])
    table = 1 + number % (len(given.tables) - 1)  # the first is the output's, for verify.py alone
    text = source(with_rows(given, table, TWINS[number % len(TWINS)]))
    assert text != source(given)
    assert rejected_in(coqc(text), text) == f"{given.tables[table].claim}_entries_are_right"


LARGE = ConvSpec.of(input_size=(224, 224), stride=2, padding=1, in_channels=64, out_channels=128, bias=True)


def test_a_large_layer(coqc: Any) -> None:
    """Its theorem is no longer than a small one's; what is asked for is as long as its terms."""
    text = source(symconv.certify(LARGE, entries="0,63,222,7").certificate)
    assert len(text) < 25_000
    ended = coqc(text)
    assert (ended.returncode, ended.stdout) == (0, "Closed under the global context\n"), ended.stderr


@pytest.mark.parametrize(
    ("right", "wrong", "theorem"),
    [
        ("Axis 224 3 2 1 1 1;", "Axis 224 3 3 1 1 1;", "its_shapes"),
        ("map pad_after (axes the_layer) = [2; 2]", "map pad_after (axes the_layer) = [1; 1]", "its_zeros"),
        ("2 * m_0 + (1 * a_0 - 1)", "2 * m_0 + (1 * a_0 + 1)", "forward_is"),
        ("o / 128 * 64 + c; 2", "o / 64 * 64 + c; 2", "forward_is"),
        ("[1; 1] [2; 2] (dilate", "[1; 1] [1; 1] (dilate", "grad_input_is_right"),
        ("(dilate [2; 2]", "(dilate [1; 2]", "grad_input_is_right"),
        ("(flip (slice f o (c mod 64)))", "(slice f o (c mod 64))", "grad_input_is_right"),
        (
            "sum 128 (fun o' => let o := c / 64 * 128 + o' in\n      (",
            "sum 64 (fun o' => let o := c / 64 * 128 + o' in\n      (",
            "grad_input_is_right",
        ),
        ("⟦same [i_0; i_1] [2 * m_0", "⟦same [i_1; i_0] [2 * m_0", "grad_input_is_the_chain_rule"),
        ("(correlate [1; 1] [2; 2]\n", "(correlate [2; 2] [2; 2]\n", "grad_weight_is_right"),
        ("(pad [1; 1] [0; 0]", "(pad [1; 1] [1; 1]", "grad_weight_is_right"),
        ("sum 1 (fun z => sum 112", "sum 1 (fun z => sum 111", "grad_weight_is_the_chain_rule"),
        ("sums [112; 112]", "sums [112; 111]", "grad_bias_is_right"),
        ("f.[[o; c mod 64; 1; 1]]", "f.[[o; c mod 64; 0; 1]]", "phase_0_0"),
    ],
)
def test_a_wrong_number_in_a_large_layers_theorem_is_rejected(right: str, wrong: str, theorem: str, coqc: Any) -> None:
    """At once, and at the theorem that says it: nothing is unfolded that is as large as the layer."""
    text = source(symconv.certify(LARGE).certificate)
    assert right in text
    changed = text.replace(right, wrong, 1)
    assert rejected_in(coqc(changed), changed) == theorem


@pytest.mark.parametrize(
    ("right", "wrong", "theorem"),
    [
        ("Axis 447 3 2 1 1 1", "Axis 448 3 2 1 1 1", "its_shapes"),
        ("map pad_after (axes the_layer) = [1; 2]", "map pad_after (axes the_layer) = [1; 1]", "its_zeros"),
        ("[1; 1] [1; 2] (dilate", "[1; 1] [2; 1] (dilate", "forward_is"),
        ("(flip (slice f o (c mod 128)))", "(slice f o (c mod 128))", "forward_is"),
        ("2 * m_0 + (1 * a_0 - 1)", "2 * m_0 + (1 * a_0 + 1)", "forward_is_the_scatter"),
        ("(correlate [2; 2] [1; 1]\n", "(correlate [1; 2] [1; 1]\n", "grad_input_is_right"),
        ("(slice f o c)).[place]", "(flip (slice f o c))).[place]", "grad_input_is_right"),
        ("o / 64 * 128 + c; 2", "o / 128 * 128 + c; 2", "grad_input_is_the_chain_rule"),
        ("(correlate [1; 1] [2; 2]\n", "(correlate [2; 2] [2; 2]\n", "grad_weight_is_right"),
        ("sums [447; 448]", "sums [448; 447]", "grad_bias_is_right"),
        ("x.[[z; o; 1 + j_0; j_1]]", "x.[[z; o; j_0; j_1]]", "phase_1_0"),
    ],
)
def test_a_wrong_number_in_a_large_transposed_layers_theorem_is_rejected(
    right: str, wrong: str, theorem: str, coqc: Any
) -> None:
    large = TransposedSpec.of(
        input_size=(224, 224),
        stride=2,
        padding=1,
        output_padding=(0, 1),
        in_channels=64,
        out_channels=128,
        bias=True,
    )
    text = source(symconv.certify(large).certificate)
    assert right in text
    changed = text.replace(right, wrong, 1)
    assert rejected_in(coqc(changed), changed) == theorem


@pytest.mark.parametrize("name", ["signal", "dilation", "transposed", "transposed groups"])
def test_corrupt_phase_is_rejected(name: str, coqc: Any) -> None:
    given = claimed(SPECS[name])
    phase = max(given.phases, key=lambda phase: len(phase.terms))
    (shift, tap), *rest = phase.terms
    shifted = replace(phase, terms=(((shift[0] + 1, *shift[1:]), tap), *rest))
    text = source(replace(given, phases=tuple(shifted if p is phase else p for p in given.phases)))
    assert rejected_in(coqc(text), text) == f"phase_{'_'.join(map(str, phase.number))}"


def test_a_formula_that_differs_from_its_terms_is_rejected(coqc: Any) -> None:
    """Signs and factors that no list of terms can express are changed in the source itself."""
    text = source(claimed(CERTIFIED["signal"]))
    for right, wrong, theorem in (
        ("g [0; 0; 1] ⊗ f [0; 0; 1]", "g [0; 0; 1] ⊖ f [0; 0; 1]", "grad_input_entries_are_right"),
        ("g [0; 0; 0] ⊗ f [0; 0; 2] ⊕", "g [0; 0; 0] ⊗ f [0; 0; 2] ⊖", "grad_input_entries_are_right"),
        ("g.[[z; o; 1 + j_0]] ⊗ f.[[o; c mod 1; 0]]", "g.[[z; o; j_0]] ⊗ f.[[o; c mod 1; 0]]", "phase_1"),
    ):
        assert text.count(right) == 1, right
        changed = text.replace(right, wrong)
        assert rejected_in(coqc(changed), changed) == theorem


def test_closed_forms_of_the_blackboard() -> None:
    """At s = 2, k = 3, p = 1: ∂L/∂x_{2j} = ∂L/∂o_j f_1 and ∂L/∂x_{2j+1} = ∂L/∂o_{j+1} f_0 + ∂L/∂o_j f_2."""
    text = source(claimed(CERTIFIED["signal"]))
    forms = dict(re.findall(r"layer_of B N_0\) f g \[z; c; (.*?)\] =\n.*? in\n    (.*?)\)\.\nProof", text, re.DOTALL))
    assert {place: " ".join(form.split()) for place, form in forms.items()} == {
        "2 * j_0": "g.[[z; o; j_0]] ⊗ f.[[o; c mod 1; 1]]",
        "1 + 2 * j_0": "g.[[z; o; 1 + j_0]] ⊗ f.[[o; c mod 1; 0]] ⊕ g.[[z; o; j_0]] ⊗ f.[[o; c mod 1; 2]]",
    }


def test_closed_forms_can_be_used(coqc: Any) -> None:
    """Their conditions can be met: N = 5, F = (1, 2, 3), ∂L/∂O = (10, 100, 1000); ∂L/∂x_1 = 100·1 + 10·3."""
    used = """
    #[local] Instance integers : CommutativeRing Z := {|
      zero := 0; one := 1; add := Z.add; mul := Z.mul; sub := Z.sub; opp := Z.opp; ring_laws := InitialRing.Zth |}.
    Definition F := Array [1; 1; 3] (fun i => nth (Z.to_nat (nth 2 i 0)) [1; 2; 3] 0).
    Definition G := Array [1; 1; 3] (fun i => nth (Z.to_nat (nth 2 i 0)) [10; 100; 1000] 0).
    Lemma used : layer_grad_input (layer_of 1 5) F G [0; 0; 1] = 130.
    Proof.
      rewrite (phase_1 1 5 0 0 0 F G); [reflexivity | now apply layer_ok_spec | reflexivity..].
    Qed.
    """
    ended = coqc(source(claimed(CERTIFIED["signal"])) + used)
    assert ended.returncode == 0, ended.stderr


def rejected_in(ended: Any, text: str) -> str:
    """The theorem at which coqc stopped because two things are not the same."""
    assert ended.returncode == 1
    assert re.search(r"Unable to unify|has type|not convertible", ended.stderr), ended.stderr
    line = int(re.search(r"line (\d+)", ended.stderr)[1])  # type: ignore[index]
    return re.findall(r"^Theorem (\w+)", "\n".join(text.splitlines()[:line]), re.MULTILINE)[-1]
