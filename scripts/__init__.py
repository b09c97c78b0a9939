"""What the Makefile's commands do. Each module runs with `python3 -m scripts.NAME` from the repository."""
