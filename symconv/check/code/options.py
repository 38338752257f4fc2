"""What somebody tells of a function."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from symconv.check.code.offered import Stated
from symconv.check.code.stated import places as stated_places
from symconv.check.code.stated import signature as stated_signature
from symconv.foreign.elsewhere import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What somebody tells of a function; the rest is found out.

    Attributes:
        given: layer options that hold for every layer that is tried.
        signature: such as ``dout, cache=(x, w, b, conv_param)``.
        returns: such as ``dx,dw,db``.
        layout: such as ``NCHW``.
        construct: how a class is built, such as ``n_in=in_channels, n_out=out_channels, k=kernel_size``.
        sets: where it holds its weight and bias, such as ``params['W']=w, params['b']=b``.
        grads: where gradients lie afterwards, such as ``dx=returned, dw=layer.grads['W']``.
        forward: the name of the forward pass.
        adapter: a file with ``gradients(dout, x, w, b, layer)``, which is called instead.
        folder: the working directory of the code; None for the current one.
        limits: what a call may take.
        test_at: where a test that fails will be written; None makes none.
        adapter_at: whether the start of an adapter is wanted.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    signature: str | None = None
    returns: str | None = None
    layout: str | None = None
    construct: str | None = None
    sets: str | None = None
    grads: str | None = None
    forward: str | None = None
    adapter: str | None = None
    folder: Path | None = None
    limits: Limits = field(default_factory=Limits)
    test_at: str | None = None
    adapter_at: str | None = None

    def stated(self) -> Stated:
        """What is told of the call form.

        Raises:
            InputError: it cannot be read.
        """
        return Stated(
            signature=stated_signature(self.signature) if self.signature else None,
            construct=stated_signature(self.construct, "--construct", named=True) if self.construct else None,
            sets=stated_places(self.sets, "--set") if self.sets else None,
            results=stated_places(self.grads, "--grads") if self.grads else None,
            forward=self.forward or "",
        )
