"""Every statement: a name, what it is about, and how it is derived."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.statement import Statement
from symconv.proof.theorem.statements import decimation, matrix, polyphase, scatter, textbook, upsample, weight

STATEMENTS: Mapping[str, Callable[[Setting, Judge], Statement]] = MappingProxyType(
    {
        "dilate-pad-flip": textbook.dilate_pad_flip,
        "dilated-correlation": weight.dilated_correlation,
        "upsample": upsample.upsample,
        "upsample-weight": weight.upsample_weight,
        "decimation": decimation.decimation,
        "adjoint": weight.adjoint,
        "matrix": matrix.forward,
        "transpose": matrix.transpose,
        "polyphase": polyphase.polyphase,
        "scatter": scatter.scatter,
    }
)
