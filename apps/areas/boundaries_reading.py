"""A file of boundaries, GeoJSON or TopoJSON, to the rings of areas that are known here; what is wrong is told."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from apps.areas.projection import project
from apps.common.errors import Refused

Floats = NDArray[np.float64]
Rings = list[Floats]

#: What a file may hold at most: points in all, and bytes. Every such file is easily had in a coarser version.
MOST_POINTS, MOST_BYTES = 1_500_000, 12_000_000
_CODE = re.compile(r"[A-Z]\d{8}", re.ASCII)
_SHAPES = ("Polygon", "MultiPolygon")
_LEAST_POINTS = 4
# So many shapes that are no area here are named; the rest are not worth a steward's time.
_MOST_UNKNOWN = 500


@dataclass(frozen=True, eq=False)
class Shapes:
    """What was read: `rings` by area code, each (points, 2) in kilometres east and north; `unknown` codes and names.

    `unknown` are those of shapes that are no area here.
    """

    rings: Mapping[str, Rings]
    unknown: tuple[str, ...]


def read_shapes(content: bytes, wanted: Iterable[str]) -> Shapes:
    """The shapes of `wanted` areas, by code, in a file. Raises Refused with a sentence."""
    if len(content) > MOST_BYTES:
        raise Refused(
            _("The file is larger than %(most)s MB. Choose a more generalised version of the same boundaries.")
            % {"most": MOST_BYTES // 1_000_000}
        )
    data = _parsed(content)
    codes = set(wanted)
    rings: dict[str, Rings] = {}
    unknown: list[str] = []
    points = 0
    try:
        for told, shape in _features(data):
            code = next((each for each in told if each in codes), "")
            if code and code not in rings:
                rings[code] = shape()
                points += sum(map(len, rings[code]))
                _insist_on_points(points)
            elif not code:
                unknown.append(next((each for each in told if _CODE.fullmatch(each)), told[0] if told else ""))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise Refused(_broken()) from error
    if not rings:
        raise Refused(
            _(
                "No shape in this file carries the ONS code of an area, such as E06000001. Choose a file of local "
                "authority boundaries with their codes."
            )
        )
    return Shapes(_flat(rings), tuple(sorted({each for each in unknown if each}))[:_MOST_UNKNOWN])


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except RecursionError as error:
        raise Refused(_("This file is nested too deeply to be a map.")) from error
    except ValueError as error:
        raise Refused(
            _("This is not JSON, or it breaks off. Choose a file of boundaries in GeoJSON or TopoJSON.")
        ) from error
    kind = data.get("type") if isinstance(data, dict) else None
    if kind not in ("FeatureCollection", "Topology"):
        raise Refused(
            _("This is JSON, but no map: it calls itself neither FeatureCollection (GeoJSON) nor Topology (TopoJSON).")
        )
    return dict(data)


def _broken() -> str:
    return _("A shape in this file is not made as GeoJSON or TopoJSON say. Save it again, or choose another file.")


def _features(data: dict[str, Any]) -> Iterator[tuple[list[str], Any]]:
    """The texts by which each shape may be known, and how to read its rings."""
    if data["type"] == "FeatureCollection":
        for feature in data["features"]:
            geometry = feature.get("geometry")
            if geometry is not None and geometry["type"] in _SHAPES:
                yield _texts(feature), lambda geometry=geometry: _polygons(geometry["type"], geometry["coordinates"])
        return
    arcs = _arcs(data)
    for named in data["objects"].values():
        for geometry in named.get("geometries", [named]):
            if geometry.get("type") in _SHAPES:
                yield _texts(geometry), lambda geometry=geometry: _from_arcs(geometry, arcs)


def _texts(feature: dict[str, Any]) -> list[str]:
    properties = feature.get("properties") or {}
    return [str(each)[:100] for each in (feature.get("id", ""), *properties.values()) if isinstance(each, str)]


def _polygons(kind: str, coordinates: Any) -> Rings:
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    return [_ring([point[:2] for point in ring]) for polygon in polygons for ring in polygon]


def _ring(points: Any) -> Floats:
    ring = np.array(points, dtype=float)
    if ring.ndim != 2 or ring.shape[1] != 2 or len(ring) < _LEAST_POINTS or not np.isfinite(ring).all():
        raise ValueError("A ring is at least four points of two numbers each.")
    return ring


def _arcs(data: dict[str, Any]) -> list[Floats]:
    """The lines of a topology; they are written as steps from point to point where it says how large a step is."""
    arcs = [np.array([point[:2] for point in arc], dtype=float).reshape(-1, 2) for arc in data["arcs"]]
    transform = data.get("transform")
    if transform is None:
        return arcs
    scale, shift = (np.array(transform[name], dtype=float).reshape(2) for name in ("scale", "translate"))
    return [np.cumsum(arc, axis=0) * scale + shift for arc in arcs]


def _from_arcs(geometry: dict[str, Any], arcs: list[Floats]) -> Rings:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = []
    points = 0
    for polygon in polygons:
        for ring in polygon:
            # Few lines can be named a million times: they are counted before they are put together.
            points += sum(len(arcs[at] if at >= 0 else arcs[~at]) for at in ring)
            _insist_on_points(points)
            # A number below zero is the line with that number, backwards; each begins where the last one ended.
            lines = [arcs[at] if at >= 0 else arcs[~at][::-1] for at in ring]
            rings.append(_ring(np.concatenate([lines[0], *(line[1:] for line in lines[1:])])))
    return rings


def _insist_on_points(count: int) -> None:
    if count > MOST_POINTS:
        raise Refused(_("The shapes in this file have too many points. Choose a more generalised version of them."))


def _flat(rings: Mapping[str, Rings]) -> dict[str, Rings]:
    """Rings in kilometres: from degrees, or from the metres of the British National Grid."""
    every = [ring for each in rings.values() for ring in each]
    low = np.min([ring.min(axis=0) for ring in every], axis=0)
    high = np.max([ring.max(axis=0) for ring in every], axis=0)
    if (np.abs(low) <= (180, 90)).all() and (np.abs(high) <= (180, 90)).all():
        if low[0] < -15 or high[0] > 10 or low[1] < 45 or high[1] > 65:
            raise Refused(_("The shapes in this file lie outside Great Britain. Are longitude and latitude swapped?"))
        return {code: [project(ring[:, 1], ring[:, 0]) for ring in each] for code, each in rings.items()}
    if (low >= (-100_000, -100_000)).all() and (high <= (800_000, 1_400_000)).all():
        return {code: [ring / 1000.0 for ring in each] for code, each in rings.items()}
    raise Refused(
        _("Points must be in degrees of longitude and latitude (WGS84), or in metres of the British National Grid.")
    )
