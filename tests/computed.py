"""What coqc computes with the formal library on integers."""

import re
from collections.abc import Iterable
from typing import Any

import numpy as np

HEAD = """
From Coq Require Import ZArith List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient Routes Layer Whole
  Blocks Entries Transposed TransposedEntries.
Import ListNotations.
Open Scope Z_scope.
Set Printing Depth 1000000.
#[local] Instance integers : CommutativeRing Z := {|
  zero := 0; one := 1; add := Z.add; mul := Z.mul; sub := Z.sub; opp := Z.opp; ring_laws := InitialRing.Zth |}.
Fixpoint place (ns is : index) (at_ : Z) : Z :=
  match ns, is with n :: ns, i :: is => place ns is (at_ * n + i) | _, _ => at_ end.
Definition filled ns (values : list Z) : array Z := Array ns (fun is => nth (Z.to_nat (place ns is 0)) values 0).
Definition all (x : array Z) := map (get x) (box (shape x)).
"""


def written(values: Iterable[Any]) -> str:
    """Integers as a list of Rocq's."""
    return f"[{'; '.join(f'({int(value)})' for value in values)}]"


def array(values: np.ndarray) -> str:
    return f"(filled {written(values.shape)} {written(values.ravel())})"


def axes(spec: Any) -> str:
    geometry = zip(spec.input_size, spec.kernel_size, spec.stride, spec.dilation, spec.padding, strict=True)
    return f"[{'; '.join(f'Axis {n} {k} {s} {d} ({p[0]}) ({p[1]})' for n, k, s, d, p in geometry)}]"


def layer(spec: Any) -> str:
    per_group = spec.in_channels // spec.groups, spec.out_channels // spec.groups
    return f"(Layer {spec.batch_size} {spec.groups} {per_group[0]} {per_group[1]} {axes(spec)})"


def computed(coqc: Any, *terms: str) -> list[list[int]]:
    """What coqc computes for each of these lists of integers."""
    ended = coqc(HEAD + "".join(f"Eval vm_compute in {term}.\n" for term in terms))
    assert ended.returncode == 0, ended.stderr
    found = re.findall(r"= \[(.*?)\]\s*: (?:list Z|index)\b", ended.stdout, re.DOTALL)
    assert len(found) == len(terms)
    return [[int(part) for part in text.replace("\n", " ").split(";") if part.strip()] for text in found]
