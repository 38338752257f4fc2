"""A function, or a file and a name → a report."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from symconv.check.code.candidates import candidates, understood, wanted
from symconv.check.code.layout import stated as stated_layouts
from symconv.check.code.recognise import Asking, recognised
from symconv.check.code.reporting import Outcome, Subject, unusable, whole_report
from symconv.check.code.running import on_layers
from symconv.check.code.source import shown
from symconv.check.code.stated import returns as stated_returns
from symconv.check.code.stated import signature as stated_signature
from symconv.check.report import Report
from symconv.errors import InputError
from symconv.foreign.elsewhere import Elsewhere, Limits
from symconv.foreign.here import Here
from symconv.foreign.outcome import Failure
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

LARGEST_FILE = 4_000_000
UNCLEAR = "no call came back with a gradient; tell with --signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What somebody tells of a function; the rest is found out.

    Attributes:
        given: layer options that hold for every layer that is tried.
        signature: such as ``dout, cache=(x, w, b, conv_param)``.
        returns: such as ``dx,dw,db``.
        layout: such as ``NCHW``.
        limits: what a call may take.
        test_at: where a test that fails will be written; None makes none.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    signature: str | None = None
    returns: str | None = None
    layout: str | None = None
    limits: Limits = field(default_factory=Limits)
    test_at: str | None = None


def check_function(
    function: Any,
    spec: ConvSpec | None = None,
    *,
    signature: str | None = None,
    returns: str | None = None,
    layout: str | None = None,
) -> Report:
    """Whether a backward pass has exactly the right coefficients; it runs in this process.

    Args:
        function: a function, or a class with ``forward`` and ``backward``, for NumPy, PyTorch or JAX arrays.
        spec: the layer; None tries a set of small layers.
        signature: how it is called, such as ``"dout, cache=(x, w, b, conv_param)"``; None finds out.
        returns: what it returns, such as ``"dx,dw,db"``; None finds out.
        layout: the order of axes, such as ``"NHWC"`` or ``"NHWC,HWIO"``; None finds out.

    Raises:
        InputError: it is no function, or an option cannot be read.
    """
    if not callable(function) or not getattr(function, "__name__", ""):
        raise InputError(f"check_function expects a function or a class, got {type(function).__name__}")
    try:
        source, file = inspect.getsource(inspect.getmodule(function) or function), inspect.getsourcefile(function) or ""
    except (OSError, TypeError):
        source, file = "", ""
    given = _given(spec)
    options = Options(given=given, signature=signature, returns=returns, layout=layout)
    name = function.__name__
    near = getattr(getattr(function, "__code__", None), "co_firstlineno", 1)
    subject = Subject(file=file or f"<{name}>", name=name, spec=spec, source=source, near=near)
    return _checked(Here(function, file), subject, options)


def check_file(
    path: str | Path, name: str = "", spec: ConvSpec | None = None, options: Options | None = None
) -> Report:
    """Whether a backward pass in a file is right; the file runs in a process of its own, with limits.

    Args:
        path: a Python file.
        name: the function or class in it; empty takes the one that looks like a backward pass.
        spec: the layer; None tries a set of small layers.
        options: what is known of the function.

    Raises:
        InputError: there is no such file or no such name in it, or an option cannot be read.
    """
    options = options or Options()
    if spec is not None:
        options = replace(options, given=_given(spec))
    source = _read(Path(path))
    with Elsewhere(Path(path), options.limits) as runner:
        return _checked(runner, Subject(file=str(path), name=name, spec=spec, source=source), options)


def _checked(runner: Runner, subject: Subject, options: Options) -> Report:
    arguments = stated_signature(options.signature) if options.signature else None
    returned = stated_returns(options.returns) if options.returns else None
    layouts = stated_layouts(options.layout) if options.layout else ()
    offered = runner.offers()
    if isinstance(offered, Failure):
        return unusable(subject, offered, "it cannot be loaded")
    offers = offered["offers"]
    subject = subject.named(_chosen(subject, offers))
    seen = shown(subject.source, subject.name, subject.near)
    plans = list(candidates(subject.name, offers, subject.source, seen, arguments))
    if not plans:
        return unusable(subject, None, "it is not clear how to call it; tell with --signature", seen)
    found = recognised(
        runner,
        Asking(
            plans=plans,
            layouts=layouts,
            frameworks=offered["frameworks"],
            returns=returned,
            shown=seen,
            given=options.given,
        ),
    )
    if found.reading is None:
        clear = arguments is not None or understood(offers[subject.name.partition(".")[0]], seen)
        return unusable(subject, found.failure, UNCLEAR, seen, clear=clear)
    tried, rows = on_layers(runner, found.reading, options.given, seen, options.limits.seconds)
    runner.close()
    outcome = Outcome(runner=runner, reading=found.reading, tried=tried, rows=rows, shown=seen)
    return whole_report(subject, outcome, test_at=options.test_at)


def _chosen(subject: Subject, offers: Mapping[str, Any]) -> str:
    if subject.name:
        if subject.name.partition(".")[0] not in offers:
            listed = ", ".join(sorted(offers)[:12]) or "nothing"
            raise InputError(f"{subject.file} has no {subject.name[:60]}; it has {listed}")
        return subject.name
    found = wanted(offers)
    if len(found) != 1:
        several = f"several: {', '.join(found[:6])}" if found else "none"
        raise InputError(
            f"{subject.file}: which function is the backward pass? Name it as FILE:NAME; there are {several}"
        )
    return found[0]


def _given(spec: ConvSpec | None) -> dict[str, Any]:
    return {} if spec is None else {**spec.with_batch_size(spec.batch_size or 2).to_json(), "bias": True}


def _read(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    if len(raw) > LARGEST_FILE:
        raise InputError(f"{path} is larger than {LARGEST_FILE} bytes")
    return raw.decode("utf-8", "replace")
