"""Somebody's own derivation against the truth; ``checker.check_text`` is the door."""
