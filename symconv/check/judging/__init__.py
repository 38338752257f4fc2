"""One claim, several layers and readings, one verdict; then what the statements say about each other."""
