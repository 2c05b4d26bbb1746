"""API: requests to Amazon SES beside the message that they hold: members, addresses, ARNs, tags, content."""
