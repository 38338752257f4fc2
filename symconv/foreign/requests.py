"""What the process that foreign code runs in is asked to do, as the JSON values that travel there."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from symconv.foreign.plan import Plan
from symconv.foreign.runner import Point, Points

Request = Mapping[str, Any]


def to_load(path: Path, beside: Path, *, name: str, near: str, whole: bool, memory: int) -> Request:
    """To import a file, or to take its definitions alone.

    Args:
        path: the file.
        beside: the folder from which the command was given.
        name: what is asked for in it.
        near: a file that it may import as ``submission``; empty for none.
        whole: whether it is imported, and not its definitions alone taken.
        memory: bytes that it may take when it has been loaded.
    """
    told = {"path": str(path), "beside": str(beside), "near": near, "name": name, "whole": whole, "memory": memory}
    return {"do": "load", **told}


def to_place(plan: Plan, setting: Mapping[str, Any], point: Point) -> Request:
    """To tell where an object holds arrays when it has been built."""
    return {"do": "places", "plan": plan.to_json(), "setting": setting, "shapes": _shapes([point])}


def to_hear(plan: Plan, setting: Mapping[str, Any], point: Point) -> Request:
    """To tell which words the code compares one with."""
    return {**to_run(plan, setting, [point], poisoned=False), "do": "hear"}


def to_run(plan: Plan, setting: Mapping[str, Any], points: Points, *, poisoned: bool) -> Request:
    """To call at each point, in memory that was filled with what must not show where it is ``poisoned``."""
    told = {"plan": plan.to_json(), "setting": setting, "shapes": _shapes(points), "poison": poisoned}
    flat = [{role: array.ravel().tolist() for role, array in point.items()} for point in points]
    return {"do": "run", "points": flat, **told}


def form_of(plan: Plan, points: Points) -> str:
    """One text for all calls of one form with arrays of the same shapes: for others it is compiled anew."""
    return json.dumps([plan.to_json(), _shapes(points)], sort_keys=True)


def _shapes(points: Sequence[Point]) -> dict[str, tuple[int, ...]]:
    return {role: array.shape for point in points[:1] for role, array in point.items()}
