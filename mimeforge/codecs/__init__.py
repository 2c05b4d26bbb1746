"""Pure functions between text and octets that know nothing of messages.

Each codec is a module of its own: `base64`, `quoted_printable`, `encoded_word`, `parameters`, `domains`. Encoders write
the one canonical form; ``decode`` is strict and raises `mimeforge.EncodingError` at the first departure from the RFC;
``decode_leniently`` never raises and reads what a forgiving mail reader would. `scans` holds the one-pass looks at
octets that composing and inspecting both need, `visible` makes hostile text safe to show.
"""
