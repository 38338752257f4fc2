"""Derivations for every size, replayed by coqc: accepted as they are, rejected when a step claims something else."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

import symconv
from symconv.proof.theorem.conditions import Condition, equal
from symconv.proof.theorem.indices import whole
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.rules import RULES
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.statements import STATEMENTS
from symconv.render.replayed.chain import source
from symconv.render.replayed.steps import SCRIPTS
from symconv.render.shipped import shipped


class Credulous:
    """A judge that believes everything: it is coqc that decides."""

    word = "replayed"

    def passes(self, claim: Condition, given: tuple[Condition, ...]) -> bool:
        return True


def script(name: str, axes: int = 1, channels: Mapping[str, int] | None = None, *, transposed: bool = False) -> str:
    setting = Setting(OpenLayer(axes=axes, channels=channels))
    return source(STATEMENTS[name](setting, Credulous()), name.replace("-", "_"), transposed=transposed)


def together(sources: Mapping[str, str]) -> str:
    """Many files as modules of one, so that the library is loaded once."""
    return "\n".join(f"Module M{number}.\n{text}\nEnd M{number}.\n" for number, text in enumerate(sources.values()))


def accepted(coqc: Any, sources: Mapping[str, str]) -> None:
    ended = coqc(together(sources))
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "Closed under the global context\n" * len(sources)


def test_every_statement(coqc: Any) -> None:
    """For all sizes of a signal with one channel."""
    accepted(coqc, {name: script(name) for name in STATEMENTS})


def test_images_with_channels(coqc: Any) -> None:
    """For all sizes of both axes, and any numbers of images, groups and channels."""
    names = ("dilate-pad-flip", "upsample-weight", "decimation", "transpose")
    accepted(coqc, {name: script(name, axes=2, channels={}) for name in names})


def test_numbers_recipe_and_phases(coqc: Any) -> None:
    """What the library offers: numbers where they are given, every phase written out, the recipe of the textbooks."""
    told = symconv.prove_all_sizes(judge="replay", kernel_size=3, stride=2).files()
    own = {name: text for name, text in told.items() if "Replay." in text and name != "Replay.v"}
    assert {"Phase_0.v", "Phase_1.v", "Recipe.v", "Polyphase.v"} < set(own)
    accepted(coqc, {name: own[name] for name in ("Phase_0.v", "Phase_1.v", "Recipe.v", "Polyphase.v")})


def test_a_filter_of_one_entry(coqc: Any) -> None:
    """An index that runs through one number, and a sum that is one term."""
    signal = symconv.prove_all_sizes(judge="replay", kernel_size=1, stride=3).files()
    image = symconv.prove_all_sizes(judge="replay", axes=2, kernel_size=(3, 1), stride=(2, 3)).files()
    accepted(coqc, {"signal": signal["Polyphase.v"], "image": image["Phase_0_0.v"]})


def test_groups_of_one_channel(coqc: Any) -> None:
    """Then a channel is its group's number, and nothing is multiplied or divided."""
    for channels in ({"U": 1}, {"V": 1}):
        accepted(coqc, {name: script(name, channels=channels) for name in ("decimation", "transpose", "matrix")})


def test_transposed_layers(coqc: Any) -> None:
    """Each derivation ends in what it says of the layer with input and output exchanged, with channels, too."""
    names = ("scatter", "dilated-correlation", "matrix", "adjoint")
    accepted(coqc, {name: script(name, transposed=True) for name in names})
    accepted(coqc, {"matrix": script("matrix", axes=2, channels={}, transposed=True)})


def test_what_is_said_of_a_transposed_layer(coqc: Any) -> None:
    """Forward it is the convolution's gradient, and its gradient is the convolution's output; not the other way."""
    ends = {name: script(name, transposed=True).rpartition("Theorem ")[2] for name in ("scatter", "matrix")}
    assert "(transposed_forward the_layer G F b).[[(0); (0); (i_0)]] = (W [(i_0 + p_0)]) ⊕ b.[[(0)]]" in ends["scatter"]
    gradient = "is_gradient (fun G => transposed_forward the_layer G F b) (output_shape the_layer) X"
    assert f"({gradient} (get (layer_forward the_layer X F no_bias)))" in ends["matrix"]
    for right, wrong in (
        ("(get (layer_forward the_layer X F", "(get (layer_forward the_layer G F"),
        ("no_bias)", "b)"),
    ):
        text = script("matrix", transposed=True)
        assert right in text
        assert coqc(wrong.join(text.rsplit(right, 1))).returncode == 1


def test_it_ends_in_the_gradient_of_the_output() -> None:
    text = script("transpose")
    ends = re.search(r"Theorem transpose_is_right : (.*?)\.\nProof", text, re.DOTALL)
    assert ends
    assert "(is_gradient (fun X => layer_forward the_layer X F b) (input_shape the_layer) G (" in ends[1]
    entry, form = "[(0); (0); (i_0)]", "(sum (M_0) (fun m_0 => ((C [(m_0); (i_0)]) ⊗ (g [(m_0)]))))"
    assert ends[1].endswith(f"layer_grad_input the_layer F G {entry} = {form}")


TWINS = (
    ("scatter", "an index", "(s_0 * m_0 + d_0 * a_0)", "(s_0 * m_0 + d_0 * a_0 + 1)"),
    ("scatter", "a sum's end", "sum (k_0)", "sum (k_0 - 1)"),
    ("matrix", "an entry", "(x [(i_0)])", "(x [(i_0 + 1)])"),
    (
        "matrix",
        "a side condition",
        "Lemma side_0 : forall M_0",
        "Lemma side_0 : forall i_0, 0 <= i_0 < 1 -> forall M_0",
    ),
    ("transpose", "a definition", "match at_ with [m_0; i_0] =>", "match at_ with [i_0; m_0] =>"),
    ("transpose", "a definition that is bound nowhere", "match at_ with [m_0; i_0] =>", "match at_ with [_; i_0] =>"),
    ("polyphase", "an index", "(E [(j_0 + ", "(E [(1 + j_0 + "),
    ("dilate-pad-flip", "the remainder", "- p'_0 + r_0)", "- p'_0)"),
    ("upsample", "a bracket", "(⟦(within (i_0 + p_0 - d_0 * a_0) (s_0 * M_0 - s_0 + 1 + r_0))⟧", "(⟦true⟧"),
    ("decimation", "the padding of the layer", "(d_0) (p_0) (p'_0)]", "(d_0) (p'_0) (p_0)]"),
)


@pytest.mark.parametrize(("name", "what", "right", "wrong"), TWINS, ids=[f"{name}: {what}" for name, what, *_ in TWINS])
def test_corrupt_twin_is_rejected(name: str, what: str, right: str, wrong: str, coqc: Any) -> None:
    """The first or the last time something is said, something else is said."""
    text = script(name)
    assert right in text
    for changed in {text.replace(right, wrong, 1), wrong.join(text.rsplit(right, 1))}:
        assert coqc(changed).returncode == 1


def test_a_kernel_that_believes_too_much_is_found_out(coqc: Any) -> None:
    """With a judge that believes everything, each output is as if it were the first; coqc stops at that."""
    statement = STATEMENTS["transpose"](Setting(OpenLayer()), Credulous())
    layer = statement.setting.layer
    false = equal(layer.along("m")[0], whole(0))
    believed = statement.derivation.by("insert", (0,), new=(false,))
    ended = coqc(source(replace(statement, derivation=believed), "too_much"))
    assert (ended.returncode, "No applicable tactic" in ended.stderr) == (1, True)


def test_each_rule_has_a_script_and_a_theorem() -> None:
    """All but ``name``, which is what a definition is."""
    assert set(SCRIPTS) == set(RULES)
    stated = set(re.findall(r"^Theorem rule_(\w+)", shipped("rocq", "Rules.v"), re.MULTILINE))
    assert stated == set(RULES) - {"name"}
