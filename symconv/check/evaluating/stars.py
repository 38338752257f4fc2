"""What the sign ∗ may do."""

CORRELATION, CONVOLUTION = "cross-correlation", "convolution (the filter is flipped)"
