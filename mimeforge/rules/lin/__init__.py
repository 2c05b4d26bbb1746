"""LIN: octets and lines."""
