"""What operators and stewards see of the running site: checks, metrics, the log of requests."""
