"""How QGIS draws the layers: the taxonomy's colours as a QML style, kept inside the GeoPackage."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from trygghet_geo import taxonomy

_SYMBOLS = {"Point": "marker", "Line": "line", "Polygon": "fill"}
_LAYERS = {"Point": "SimpleMarker", "Line": "SimpleLine", "Polygon": "SimpleFill"}


def qml(shape: str) -> str:
    """A style for `shape` (`Point`, `Line` or `Polygon`): one symbol for each category."""
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = ET.SubElement(root, "renderer-v2", type="categorizedSymbol", enableorderby="0", forceraster="0")
    renderer.set("attr", "category")
    catalogue = taxonomy.load().categories
    rows = [(code, category.label_sv, category.colour) for code, category in catalogue.items()]
    listed = ET.SubElement(renderer, "categories")
    for number, (code, label, _) in enumerate(rows):
        ET.SubElement(listed, "category", value=code, label=label, symbol=str(number), render="true")
    symbols = ET.SubElement(renderer, "symbols")
    for number, (_, _, colour) in enumerate(rows):
        _symbol(symbols, str(number), shape=shape, colour=colour)
    return "<!DOCTYPE qgis>" + ET.tostring(root, encoding="unicode")


def _symbol(parent: ET.Element, name: str, *, shape: str, colour: str) -> None:
    alpha = "0.45" if shape == "Polygon" else "1"
    symbol = ET.SubElement(parent, "symbol", name=name, type=_SYMBOLS[shape], alpha=alpha, clip_to_extent="1")
    layer = ET.SubElement(symbol, "layer", {"class": _LAYERS[shape], "enabled": "1", "locked": "0", "pass": "0"})
    options = ET.SubElement(layer, "Option", type="Map")
    for key, value in _settings(shape, _rgba(colour)).items():
        ET.SubElement(options, "Option", type="QString", name=key, value=value)
        # QGIS before 3.22 reads these instead.
        ET.SubElement(layer, "prop", k=key, v=value)


def _settings(shape: str, colour: str) -> dict[str, str]:
    if shape == "Line":
        return {"line_color": colour, "line_width": "1.2", "line_width_unit": "MM", "capstyle": "round"}
    outline = {"outline_color": "255,255,255,255", "outline_width": "0.3", "outline_width_unit": "MM"}
    if shape == "Point":
        return {"color": colour, "name": "circle", "size": "3.2", "size_unit": "MM", **outline}
    return {"color": colour, "style": "solid", **outline, "outline_color": colour}


def _rgba(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},255"
