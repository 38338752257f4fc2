"""Symbols, differentiated: the only rooms where SymPy lives."""
