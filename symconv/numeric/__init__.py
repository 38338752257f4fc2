"""Gradients of real data: what arrays are accepted, and how exactly they are computed.

shapes.py       every array against the layer, axis by axis
dtypes.py       floats as they are, float16 by way of float32, integers exactly or not at all
gradients.py    forward, grad_input, grad_weight, grad_bias
"""
