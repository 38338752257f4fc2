"""What the statements of a text share: index base, sizes, signs and layers, decided by its own definitions."""
