"""Cases as files and back: one module per format, pure Python."""
