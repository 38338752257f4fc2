"""Activations and their derivatives, against slopes that are known at single points."""

import math

import pytest
import sympy
from layers import refused

from symconv.algebra.activation import NAMES, differentiated
from symconv.errors import InputError


@pytest.mark.parametrize(
    ("name", "point", "value", "slope"),
    [
        ("relu", 2, 2, 1),
        ("relu", -3, 0, 0),
        ("relu", 0, 0, 0),
        ("sigmoid", 0, 0.5, 0.25),
        ("sigmoid", 1, 1 / (1 + math.exp(-1)), math.exp(-1) / (1 + math.exp(-1)) ** 2),
        ("tanh", 0, 0, 1),
        ("tanh", 1, math.tanh(1), 1 / math.cosh(1) ** 2),
    ],
)
def test_values_and_slopes(name: str, point: float, value: float, slope: float) -> None:
    found = differentiated(name)
    z = sympy.Symbol("z", real=True)
    assert float(found.function.subs(z, point)) == pytest.approx(value, abs=1e-12)
    assert float(found.derivative.subs(z, point)) == pytest.approx(slope, abs=1e-12)


def test_any_function_keeps_its_derivative() -> None:
    z = sympy.Symbol("z", real=True)
    assert differentiated("f").derivative == sympy.Derivative(sympy.Function("f")(z), z)


def test_names_are_all_known() -> None:
    assert [differentiated(name).name for name in NAMES] == ["relu", "sigmoid", "tanh", "f"]


def test_no_other_activation() -> None:
    error = refused(differentiated, "__import__('os')")
    assert isinstance(error, InputError)
    assert str(error) == "activation must be one of relu, sigmoid, tanh, f, got \"__import__('os')\""
