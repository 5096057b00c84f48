"""From figures to scores: pure numpy, no names, no database. Rows are areas, columns elements, missing is nan.

Sums are taken by `math.fsum` (exactly rounded) or column by column in the framework's order, and logarithms are
correctly rounded, so that no numpy version, processor or order of rows moves the last bit of a score.
"""

#: Raised whenever a formula of this package changes what it gives for the same input.
ENGINE_VERSION = "1.0"
