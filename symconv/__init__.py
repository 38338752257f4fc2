"""symconv: the gradients of a convolution layer, derived, proven and told."""

from symconv.errors import SymconvError
from symconv.spec import ConvSpec

__version__ = "0.1.0"
__all__ = ["ConvSpec", "SymconvError", "__version__"]
