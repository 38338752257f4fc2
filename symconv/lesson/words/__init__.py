"""The words of everything that is told, one file for each language."""
