"""Ground truth for the readers: the same known minutes laid out in many ways, and how well each is read back.

`python -m benchmarks.layouts` prints the table. docs/reading.md, "Measured on layouts".
"""
