"""A function, or a file and a name → a report."""

import inspect
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from symconv.check.code.adapter import adapted
from symconv.check.code.asking import Reading
from symconv.check.code.candidates import candidates, understood
from symconv.check.code.chosen import chosen, head
from symconv.check.code.conduct import said
from symconv.check.code.emitted import Target
from symconv.check.code.known import Asking
from symconv.check.code.layouts import stated as stated_layouts
from symconv.check.code.missing import missing
from symconv.check.code.offered import Offered
from symconv.check.code.options import Options
from symconv.check.code.pools import NAMED, pooled_report
from symconv.check.code.recognise import Search
from symconv.check.code.reporting import Outcome, Subject, unusable, whole_report
from symconv.check.code.running import on_layers
from symconv.check.code.source import Shown, shown
from symconv.check.code.stated import returns as stated_returns
from symconv.check.code.texts import runs_on_import, text_of
from symconv.check.code.unjudged import not_there, unjudged
from symconv.check.report import Report
from symconv.errors import InputError
from symconv.foreign.elsewhere import Elsewhere
from symconv.foreign.here import Here
from symconv.foreign.outcome import Failure
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec
from symconv.transposed import convolution

POOLING = re.compile(r"pool", re.IGNORECASE)


def check_function(
    function: Any,
    spec: ConvSpec | None = None,
    *,
    signature: str | None = None,
    returns: str | None = None,
    layout: str | None = None,
    device: str = "",
    construct: str | None = None,
    sets: str | None = None,
    grads: str | None = None,
    forward: str | None = None,
) -> Report:
    """Whether a backward pass has exactly the right coefficients; it runs in this process.

    Args:
        function: a function, or a class with ``forward`` and ``backward``, for NumPy, PyTorch or JAX arrays.
        spec: the layer; None tries a set of small layers.
        signature: how it is called, such as ``"dout, cache=(x, w, b, conv_param)"``; None finds out.
        returns: what it returns, such as ``"dx,dw,db"``; None finds out.
        layout: the order of axes, such as ``"NHWC"`` or ``"NHWC,HWIO"``; None finds out.
        device: where PyTorch's tensors are put, such as ``"cuda"``.
        construct: how a class is built, such as ``"n_in=in_channels, k=kernel_size"``; None finds out.
        sets: where it holds its weight and bias, such as ``"params['W']=w"``; None finds out.
        grads: where gradients lie afterwards, such as ``"dx=returned, dw=layer.grads['W']"``; None finds out.
        forward: the name of the forward pass that decides what is right; None finds it by its name.

    Raises:
        InputError: it is no function, or an option cannot be read.
    """
    if not callable(function) or not getattr(function, "__name__", ""):
        raise InputError(f"check_function expects a function or a class, got {type(function).__name__}")
    plain = inspect.unwrap(function)
    try:
        source, file = inspect.getsource(inspect.getmodule(plain) or plain), inspect.getsourcefile(plain) or ""
    except (OSError, TypeError):
        source, file = "", ""
    options = Options(
        given=_given(spec),
        signature=signature,
        returns=returns,
        layout=layout,
        construct=construct,
        sets=sets,
        grads=grads,
        forward=forward,
    )
    name = function.__name__
    near = getattr(getattr(plain, "__code__", None), "co_firstlineno", 1)
    subject = Subject(file=file or f"<{name}>", name=name, spec=spec, source=source, near=near)
    return _checked(Here(function, file, device), subject, options)


def check_file(
    path: str | Path, name: str = "", spec: ConvSpec | None = None, options: Options | None = None
) -> Report:
    """Whether a backward pass in a file is right; the file runs in a process of its own, with limits.

    Args:
        path: a Python file, or a notebook, of which the cells that define something are taken.
        name: the function or class in it; empty takes the one that looks like a backward pass.
        spec: the layer; None tries a set of small layers.
        options: what is known of the function.

    Raises:
        InputError: there is no such file or no such name in it, or an option cannot be read.
    """
    options = options or Options()
    if spec is not None:
        options = replace(options, given=_given(spec))
    source = text_of(Path(path))
    if options.adapter:
        place = Path(options.adapter)
        subject = Subject(file=options.adapter, name="gradients", spec=spec, source=text_of(place), behind=(path, name))
        with Elsewhere(place, options.limits, name="gradients", near=Path(path), folder=options.folder) as runner:
            return _checked(runner, subject, options)
    script = runs_on_import(source)
    head = name.partition(".")[0]
    with Elsewhere(Path(path), options.limits, name=head, script=script, folder=options.folder) as runner:
        return _checked(runner, Subject(file=str(path), name=name, spec=spec, source=source), options)


def _checked(runner: Runner, subject: Subject, options: Options) -> Report:
    stated = options.stated()
    returned = stated_returns(options.returns) if options.returns else None
    layouts = stated_layouts(options.layout) if options.layout else ()
    offered = runner.offers()
    if isinstance(offered, Failure):
        return unusable(subject, f"it cannot be loaded: {said(offered)}")
    offers = offered["offers"]
    name = chosen(subject, offers, offered["left_out"])
    subject = subject.named(name, *offered["left_out"], *missing(offered["absent"], subject.source))
    told = offers[head(subject.name)]
    seen = shown(subject.source, subject.name, told.get("line") or subject.near)
    if why := not_there(told, seen):
        return unusable(subject, why, seen)
    inside = Offered(offers=offers, engines=offered["engines"], source=subject.source, seen=seen)
    asking = Asking(
        plans=[adapted(seen.attributes.get("layer", ()))]
        if options.adapter
        else list(candidates(subject.name, inside, stated)),
        layouts=layouts,
        frameworks=offered["frameworks"],
        returns=returned,
        shown=seen,
        given=options.given,
        clear=bool(options.adapter) or stated.signature is not None or understood(subject.name, inside, stated),
    )
    target = _target(subject, options, offered)
    hint = "" if options.adapter_at else _pools(subject, options)
    if hint and (report := pooled_report(runner, subject, asking, target, options.test_at, hint=hint)):
        return report
    found = Search(runner, asking).found()
    if found.reading is None or not found.fits or options.adapter_at:
        tried = hint or found.given_up or options.adapter_at
        report = None if tried else pooled_report(runner, subject, asking, target, options.test_at, hint="")
        return report or unjudged(subject, told, found, asking, stub=bool(options.adapter_at))
    return _judged(runner, subject, options, seen, found.reading, offered)


def _pools(subject: Subject, options: Options) -> str:
    """What says that it is a pooling; empty where nothing does."""
    if POOLING.search(subject.name) or "pool" in options.given:
        return NAMED
    return "its file" if POOLING.search(Path(subject.file).stem) else ""


def _target(subject: Subject, options: Options, offered: Mapping[str, Any]) -> Target:
    """How a test reaches what is checked."""
    return Target(
        file=str(subject.behind[0]) if options.adapter else subject.file,
        name=subject.behind[1] if options.adapter else subject.name,
        module=offered["module"],
        root=offered["root"],
        adapter=options.adapter or "",
    )


def _judged(
    runner: Runner, subject: Subject, options: Options, seen: Shown, reading: Reading, offered: Mapping[str, Any]
) -> Report:
    """The report on a function that is known to be called as it is meant."""
    came = on_layers(runner, reading, options.given, seen, options.limits.seconds, offered)
    runner.close()
    if not came.tried:
        reasons = Counter(row.not_tried for row in came.rows)
        why = came.notes or [
            f"none of {len(came.rows)} layers was tried: {reason}" for reason, _ in reasons.most_common(1)
        ]
        return unusable(subject, "; ".join(why), seen)
    target = _target(subject, options, offered)
    outcome = Outcome(runner=runner, reading=reading, came=came, shown=seen, target=target)
    return whole_report(subject, outcome, test_at=options.test_at)


def _given(spec: ConvSpec | None) -> dict[str, Any]:
    if spec is None:
        return {}
    return {**convolution(spec, "a check").with_batch_size(spec.batch_size or 2).to_json(), "bias": True}
