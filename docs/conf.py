"""How Sphinx makes the site of these pages: ``make docs``. Nothing is loaded from elsewhere, then or by a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mimeforge

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "mimeforge"
author = "The mimeforge developers"
version = release = mimeforge.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
nitpicky = False  # types of the standard library have no pages here
smartquotes = False  # quotes are part of what is shown: of a field, or of an answer of SES

# Links to headings, as they work in the repository.
myst_heading_anchors = 3

# Docstrings put names in single backticks. Those that have a place on the site become links to it.
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"mimeforge {version}"
html_show_copyright = False
html_copy_source = False


def setup(app: Sphinx) -> None:
    """Leave the pages of rules out of the contents: their index leads to them, and each page would list them all."""
    app.connect("doctree-read", lambda app, _: _mark_if_of_a_rule(app))


def _mark_if_of_a_rule(app: Sphinx) -> None:
    folder, _, name = app.env.docname.rpartition("/")
    if folder == "rules" and name != "index":
        app.env.metadata[app.env.docname]["orphan"] = True
