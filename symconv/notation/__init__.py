"""Mathematics on paper: one tree, several hands that write it."""
