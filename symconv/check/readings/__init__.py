"""What the author may have meant: the answers that a text leaves open, and the layers that its formulas are about."""
