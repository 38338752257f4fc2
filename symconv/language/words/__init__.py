"""The words of everything that is told, one folder for each language."""
