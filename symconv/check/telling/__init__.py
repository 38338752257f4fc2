"""Verdicts in words: the reading, what should stand there, and the formats."""
