"""Rules that rest on Amazon SES alone, and the readers they share."""
