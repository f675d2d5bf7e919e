"""Read what a municipality writes down about safety, find each concern, place it honestly on a map."""

__version__ = "0.1.0"
