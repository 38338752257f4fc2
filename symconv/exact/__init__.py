"""Arrays of exact entries in plain Python, with the names of the array API that routes need.

What stands in them are integers, fractions, polynomials: whatever can be added and multiplied. This module is the
namespace of these arrays, as ``numpy`` is that of NumPy's, so a route is one program for both.
"""

from symconv.exact.array import ExactArray
from symconv.exact.making import any, moveaxis, reshape, result_type, stack, sum, zeros  # noqa: A004
from symconv.exact.products import matmul

__all__ = ["ExactArray", "any", "matmul", "moveaxis", "reshape", "result_type", "stack", "sum", "zeros"]
