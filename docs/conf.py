"""How the documentation is built: ``sphinx-build -W docs build/docs``."""

from symconv import __version__

project = "symconv"
author = "The symconv authors"
copyright = "2026, the symconv authors"  # noqa: A001 - Sphinx's name
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
html_theme = "alabaster"
html_theme_options = {"description": "The gradients of a convolution layer", "show_powered_by": False}
autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_use_ivar = True  # attributes of a dataclass are described once
