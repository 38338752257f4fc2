"""What its neighbour imports."""

from packed.scatter import both

__all__ = ["both"]
