"""Timings of the main road, each beside a reference taken in the same run."""
