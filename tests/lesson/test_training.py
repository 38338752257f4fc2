"""The two curves of the lecture are those of the training run that they are said to be."""

import importlib.util
from pathlib import Path

import pytest

from symconv.lesson.deck import training

SCRIPT = Path(__file__).parents[2] / "benchmarks/training.py"


def test_the_curves_are_computed() -> None:
    """Another NumPy may add in another order, which a run of 160 steps hardly notices."""
    pytest.importorskip("sklearn", reason="needs scikit-learn")
    spec = importlib.util.spec_from_file_location("training", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    assert run.STEPS == training.STEPS
    assert run.curve(flipped=True) == pytest.approx(training.RIGHT, abs=0.03)
    assert run.curve(flipped=False) == pytest.approx(training.WRONG, abs=0.03)


def test_the_wrong_one_learns_too_and_more_slowly() -> None:
    """Which is what the slide says."""
    assert len(training.RIGHT) == len(training.WRONG)
    assert training.RIGHT[-1] < training.WRONG[-1] < training.WRONG[0]
    assert all(right <= wrong for right, wrong in zip(training.RIGHT, training.WRONG, strict=True))
