"""Version 1: one module per subject, each an endpoint and the shape of its answer."""
