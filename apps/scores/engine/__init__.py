"""The arithmetic of the index: numpy only, no names, no database."""
