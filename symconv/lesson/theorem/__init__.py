"""The theorem for every size, told: each rule a line with its reason and its side condition."""
