"""A backward pass in Python: its coefficients, read off by unit impulses, and whether they are the right ones."""

from symconv.check.code.checked import Options, check_file, check_function

__all__ = ["Options", "check_file", "check_function"]
