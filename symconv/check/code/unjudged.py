"""Why nothing is said of a function: it is not there, or no call is known to fit; the start of an adapter beside it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from symconv.check.code import adapter
from symconv.check.code.calling import call
from symconv.check.code.conduct import said
from symconv.check.code.known import Asking, Recognised
from symconv.check.code.offered import BACKWARD, method
from symconv.check.code.recognise import PATIENCE
from symconv.check.code.reporting import TELL, Subject, unusable
from symconv.check.code.source import Shown
from symconv.check.report import Report


def unjudged(subject: Subject, told: Mapping[str, Any], found: Recognised, asking: Asking, *, stub: bool) -> Report:
    """A report that says why nothing is said; with the start of an adapter where a ``stub`` is wanted."""
    why = _unfit(found, asking) if asking.plans else _unclear(subject, told)
    report = unusable(subject, why, asking.shown, found.tried)
    if not stub:
        return report
    known = found.reading or (found.tried[0] if found.tried else None)
    plan, results = (known.plan, known.results) if known else (None, {})
    return replace(report, test=adapter.stub(subject.file, subject.name, plan, results))


def _unfit(found: Recognised, asking: Asking) -> str:
    """Why no call is known to fit."""
    if found.given_up:
        return f"no way of calling it has been found to fit within {PATIENCE:g} seconds of processor time; {TELL}"
    if found.failure is not None and found.reading is None:
        return f"{said(found.failure)}; if that is not how it is called, {TELL}"
    if found.reading is not None:
        shown_call = call(found.reading.plan)
        return f"no way of calling it gives one right gradient, so it is not known whether {shown_call} fits; {TELL}"
    return f"no call came back with a gradient; {TELL}"


def _unclear(subject: Subject, told: Mapping[str, Any]) -> str:
    """Why there is no call to be tried at all; of a class, what there is to choose from."""
    methods = [name for name in told.get("methods", ()) if not name.startswith("_")]
    if not methods or "." in subject.name or method(told, BACKWARD):
        failed = next((note for note in subject.notes if note.startswith("its import fails")), "")
        return failed or f"it is not clear how to call it; {TELL}"
    listed = ", ".join(methods[:8])
    named = f"name it as {subject.name}.{methods[-1]}, and its forward pass with --forward"
    return f"none of its methods ({listed}) is called like a backward pass; {named}; {TELL}"


def not_there(told: Mapping[str, Any], seen: Shown) -> str:
    """Why there is nothing to be judged; empty where there is."""
    if "absent" in told:
        return f"it comes from {told['absent']}, which is not installed: install it where symconv is installed"
    return "it is not implemented yet" if seen.stub else ""
