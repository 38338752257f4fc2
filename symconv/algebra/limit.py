"""How much is derived unless somebody asks for more; known without SymPy."""

DEFAULT_LIMIT = 1_000_000
"""Most products of all outputs together before a derivation is refused."""
