"""Pure: rows of many sources to one release per indicator on today's areas, every step by a stated, counted rule."""
