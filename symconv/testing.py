"""For other people's test suites: a backward pass must have exactly the right coefficients.

from symconv.testing import assert_conv_backward

def test_conv_backward():
    assert_conv_backward(conv_backward)
"""

from typing import Any

from symconv.check.code import check_function
from symconv.check.telling.written import as_text
from symconv.language.wording import Wording
from symconv.spec import ConvSpec


def assert_conv_backward(
    function: Any,
    spec: ConvSpec | None = None,
    *,
    signature: str | None = None,
    returns: str | None = None,
    layout: str | None = None,
) -> None:
    """Fails unless every coefficient of ∂L/∂X, ∂L/∂F and ∂L/∂b is the truth; the options are ``check_function``'s.

    Args:
        function: a function, or a class with ``forward`` and ``backward``.
        spec: the layer; None tries a set of small layers.
        signature: how it is called; None finds out.
        returns: what it returns; None finds out.
        layout: the order of axes; None finds out.

    Raises:
        AssertionError: something is wrong, or nothing could be judged; the text is the whole report.
        InputError: it is no function, or an option cannot be read.
    """
    __tracebackhide__ = True
    report = check_function(function, spec, signature=signature, returns=returns, layout=layout)
    if report.exit_code:
        raise AssertionError("\n" + as_text(report, Wording()))
