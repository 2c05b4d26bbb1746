"""What a project says about how its mail is judged: `[tool.mimeforge]` in pyproject.toml, or mimeforge.toml."""
