"""A package that imports itself by its name, and relatively."""
