"""Strangers brought together: what SymPy differentiated against what array programs compute."""
