"""A certificate as files that others check: Rocq sources, or JSON with the program that verifies it."""

from typing import Any

from symconv.algebra.tensors import Entry
from symconv.proof.certificate import Certificate
from symconv.render.correlations import correlations
from symconv.render.dumped import dumps
from symconv.render.project import project
from symconv.render.rocq import certificate_source
from symconv.render.shipped import shipped
from symconv.transposed import made

VERSION = 2
"""Of the JSON form."""


def rocq_files(certificate: Certificate) -> dict[str, str]:
    """File name → text: the library for every size, and the certificate of one layer, in the order of compilation."""
    return project({"Certificate.v": certificate_source(certificate)})


def json_files(certificate: Certificate) -> dict[str, str]:
    """File name → text: a certificate as JSON, and what verifies it."""
    return {"certificate.json": dumps(_data(certificate)), "verify.py": shipped("json", "verify.py")}


def _data(certificate: Certificate) -> dict[str, Any]:
    spec = certificate.spec
    names = dict(zip(("grad_input", "output"), made(spec), strict=True))
    return {
        "version": VERSION,
        "layer": spec.to_json(),
        "output_size": list(spec.output_size),
        "forms": {names.get(name, name): form for name, form in correlations(spec.axes).items()},
        "phases": [
            [[list(pair) for pair in axis.phase(number)] for number in range(axis.stride)] for axis in spec.axes
        ],
        "entries": {
            table.claim: [
                {"index": list(index), "terms": [{"coefficient": 1, "factors": _listed(terms)} for terms in products]}
                for index, products in table.rows
            ]
            for table in certificate.tables
        },
    }


def _listed(factors: tuple[Entry, ...]) -> list[list[Any]]:
    return [[tensor, list(index)] for tensor, index in factors]
