# With this line, boto3 answers in all tests as Amazon SES would, and moto no longer takes everything.
pytest_plugins = ["mimeforge.ses.pytest_strict"]
