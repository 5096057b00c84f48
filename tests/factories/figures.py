"""Release files as people upload them."""

HEADER = {
    "code": "air-pollution",
    "name": "Fine particle air pollution (PM2.5)",
    "unit": "",
    "source": "air-quality-test",
    "title": "Air quality by area",
    "publisher": "A public body",
    "vintage": "2026",
    "licence": "OGL v3.0",
    "attribution": "Contains public sector information.",
    "release": "June 2026",
}


def release_text(rows, **header):
    """A release file: `rows` are lines of the table, or mappings of area to value for 2021."""
    if isinstance(rows, dict):
        rows = [f"{area},2021-01-01/P1Y,{value}" for area, value in rows.items()]
    lines = [f"# {key}: {value}" for key, value in {**HEADER, **header}.items()]
    width = max((row.count(",") for row in rows), default=2)
    columns = ["area", "period", "value", "lower", "upper", "absence", "basis"][: max(3, width + 1)]
    return "\n".join([*lines, ",".join(columns), *rows, ""]).encode()
