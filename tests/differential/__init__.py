"""What readers of mail make of broken messages, and whether something is said about it wherever they differ."""
