"""Certificates: what others can check of one layer without symconv, however large the layer is."""

from dataclasses import dataclass
from math import prod

from symconv.algebra.limit import DEFAULT_LIMIT
from symconv.errors import InputError, SpecError
from symconv.lesson.selection import entries_asked
from symconv.proof.certificate import Certificate, certificate, claims
from symconv.sizes import shown
from symconv.transposed import Layer, padded_with_zeros

CERTIFICATES = ("rocq", "json")
"""The formats of certificates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """What is claimed of a layer. Build it with :func:`certify`.

    Attributes:
        certificate: the claims as plain values.
    """

    certificate: Certificate

    def files(self, format: str = "rocq") -> dict[str, str]:  # noqa: A002 - the option's name
        """What others can check, as files: name → text.

        Args:
            format: ``rocq``, theorems as sources for ``coqc``; or ``json``, data and a small program that verifies it.

        Raises:
            InputError: there is no such format.
        """
        from symconv.render.certificate import json_files, rocq_files  # Jinja is loaded only where it is needed

        if format not in CERTIFICATES:
            raise InputError(f"a certificate's format is one of {', '.join(CERTIFICATES)}, got {shown(format)}")
        return (json_files if format == "json" else rocq_files)(self.certificate)


def certify(spec: Layer, *, entries: str | None = None, max_terms: int | None = DEFAULT_LIMIT) -> Certified:
    """A certificate of the gradients of one layer.

    Args:
        spec: the layer, a convolution or a transposed one.
        entries: the entries written out: ``all``, ``sample``, or 0-based indices such as ``2,2;0,1``; None for none.
        max_terms: most products in the entries written out; None lifts the limit.

    Raises:
        InputError: the entries cannot be read, or no tensor has them.
        SpecError: the entries have more products than the limit, the layer has more phases than a certificate writes
            out, its batch size is open, or its padding is
            folded.
    """
    layer = padded_with_zeros(spec, "a certificate")
    shapes = claims(layer)
    if entries is None:
        return Certified(certificate=certificate(layer, {}))
    chosen = entries_asked(entries, 0)
    chosen.check(shapes, 0)
    many = sum(map(prod, shapes.values()))
    if chosen.everything and max_terms is not None and many > max_terms:
        message = f"the layer has {many} entries, more than the limit of {max_terms} products; ask for fewer"
        raise SpecError(message, parameter="entries", got=many)
    asked = {claim: chosen.of(shape, layer.stride) for claim, shape in shapes.items()}
    return Certified(certificate=certificate(layer, asked, limit=max_terms))
