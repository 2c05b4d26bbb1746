"""The plugin for pytest (the entry point ``pytest11``)."""
