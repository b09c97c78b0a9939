"""Measurements of speed. Never part of the tests: a clock says nothing on a busy machine; ratios do.

`make benchmark` runs them; `docs/performance.md` holds the last figures.
"""
