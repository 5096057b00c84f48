"""Starts the site's processes together, keeps them up, and stops them together."""
