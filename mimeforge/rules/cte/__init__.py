"""CTE: transfer encodings."""
