"""SES: what only Amazon SES is the ground for."""
