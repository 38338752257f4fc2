"""Arrays of numbers, NumPy's: what the routes of :mod:`.gemm` and real data are made of."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
