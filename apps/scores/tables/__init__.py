"""Framework, figures, method and scores as plain files, for whoever scores without the database. No models.

Bad input is never guessed at: every message names the file, the row (the header is row 1) and the column.
"""
