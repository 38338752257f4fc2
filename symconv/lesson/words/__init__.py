"""The words of a deck, one file for each language."""
