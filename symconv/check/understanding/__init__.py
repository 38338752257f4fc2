"""What a text says: letters and their roles, claims, the order of indices, the layers it speaks of."""
