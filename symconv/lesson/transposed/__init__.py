"""The story of a transposed layer: forward every input paints a window, and going back nothing is flipped."""
