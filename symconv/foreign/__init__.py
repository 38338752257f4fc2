"""Somebody's code, called from a process of its own.

The room knows nothing of layers and loads neither SymPy nor the rest of symconv, so that a worker starts at once. It
guards against accidents (endless loops, crashes, exits, memory that runs out), not against malice.
"""
