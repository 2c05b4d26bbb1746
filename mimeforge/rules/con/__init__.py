"""CON: attachments."""
