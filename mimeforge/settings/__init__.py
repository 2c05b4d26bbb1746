"""What a project says about how its mail is judged: `[tool.mimeforge]` in pyproject.toml, or mimeforge.toml.

The library itself never reads these files: whoever runs it for a project does. Baselines are in a module of their own,
`mimeforge.settings.baseline`, which is loaded where there is one.
"""

from mimeforge.settings.errors import SettingsError
from mimeforge.settings.finder import Finder, read_settings
from mimeforge.settings.selection import Selection
from mimeforge.settings.settings import Settings

__all__ = ["Finder", "Selection", "Settings", "SettingsError", "read_settings"]
