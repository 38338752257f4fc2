"""The layer a statement was judged on, and what tells it: as JSON and in words."""

from typing import Any

from symconv.check.judging.verdict import Verdict
from symconv.check.readings.domain import DEFINED, LAYERS


def judged_on(verdict: Verdict) -> dict[str, Any]:
    """``{"layer": …, "from": …}``, or ``{"layers": 9, "from": …}`` for a general formula; empty where nothing was."""
    specs = [part.truth.spec for part in verdict.trial.comparisons]
    if not specs:
        return {}
    origin = verdict.trial.origin
    if origin not in (LAYERS, DEFINED):
        return {"layer": verdict.trial.layers[0].to_json(), "from": origin}
    return {"layers": len(specs), "from": origin}
