"""A backward pass in Python: its coefficients, read off by unit impulses, and whether they are the right ones."""

from symconv.check.code.checked import check_file, check_function
from symconv.check.code.options import Options

__all__ = ["Options", "check_file", "check_function"]
