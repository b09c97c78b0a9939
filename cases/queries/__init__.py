"""What pages show: a fixed number of SQL queries each, returning querysets or dataclasses."""
