"""The story of folded padding: the padded input is an input like any other, and its gradient is folded back."""
