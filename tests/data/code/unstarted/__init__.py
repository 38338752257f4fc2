"""A package whose own start fails, as that of many a repository does."""

raise RuntimeError("no data here")
