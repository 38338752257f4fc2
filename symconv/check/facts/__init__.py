"""What a text says beside its formulas: sizes, letters, conventions, each for the section it stands in."""
