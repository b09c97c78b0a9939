"""Backups: made while people write, tested by restoring them, and restored."""
