"""Cases: what they say, how changes are reviewed, what the public reads."""
