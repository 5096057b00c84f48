"""From figures to scores: pure numpy, no names, no database. Missing is nan.

`score` takes one period (areas, indicators); `score_panel` several, (indicators, periods, areas), so that what is added
lies side by side. Sums are exactly rounded (sums.py), or taken element by element in the framework's order; logarithms,
exponentials and cube roots are correctly rounded (exact.py): no numpy version, processor or order of rows moves the
last bit of a score.
"""

#: Raised whenever a formula of this package changes what it gives for the same input.
ENGINE_VERSION = "1.0"
