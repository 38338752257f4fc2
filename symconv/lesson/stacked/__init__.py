"""What is told of convolutions one after the other: what flows, the δ-recursion, and the paths of one entry."""
