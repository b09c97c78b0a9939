"""What answers over HTTP cost, beside nginx and a bare view of the same bytes: `make benchmark-http`."""
