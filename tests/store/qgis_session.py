"""What someone does in QGIS, by QGIS itself: run by the Python that has PyQGIS (Debian: python3-qgis), not by ours.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 tests/store/qgis_session.py trygghet.gpkg picture.png

Opens every layer with its stored style, draws a map, and edits: another category for a row, another place for it, one
row away. Says what it sees as a line of JSON after each step, and waits for a line on standard input before the edits
are saved, so that others may use the store while they are not.
"""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsGeometry,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

LAYERS = ("feature", "feature_points", "feature_lines", "feature_areas")


def main(path, picture):
    application = QgsApplication([], False)
    application.initQgis()
    layers = {name: QgsVectorLayer(f"{path}|layername={name}", name, "ogr") for name in LAYERS}
    say({"layers": {name: seen(layer) for name, layer in layers.items()}})
    drawn = [layers[name] for name in LAYERS[1:]]
    say({"colours": picture_of(drawn, picture)})
    layer = layers["feature"]
    began = layer.startEditing()
    rows = list(layer.getFeatures())
    first = next(row.id() for row in rows if row.hasGeometry() and row.geometry().type() == QgsWkbTypes.PointGeometry)
    last = next(row.id() for row in reversed(rows) if row.id() != first)
    changed = layer.changeAttributeValue(first, layer.fields().indexOf("category"), "theft")
    there = layer.getFeature(first).geometry().asPoint()
    moved = layer.changeGeometry(first, QgsGeometry.fromPointXY(QgsPointXY(there.x() + 100, there.y())))
    say({"editing": [began, changed, moved, layer.deleteFeature(last)]})
    sys.stdin.readline()
    say({"saved": layer.commitChanges(), "errors": layer.commitErrors()})
    sys.stdin.readline()
    layer.dataProvider().reloadData()
    say({"status": {row["id"]: row["status"] for row in layer.getFeatures()}})
    application.exitQgis()


def seen(layer):
    _, loaded = layer.loadDefaultStyle()
    renderer = layer.renderer()
    return {
        "valid": layer.isValid(),
        "rows": layer.featureCount(),
        "crs": layer.crs().authid(),
        "editable": bool(layer.dataProvider().capabilities() & layer.dataProvider().ChangeAttributeValues),
        "style": loaded,
        "renderer": renderer.type(),
        "categories": {one.value(): one.label() for one in getattr(renderer, "categories", list)()},
    }


def picture_of(layers, path):
    """Draw the layers, and say which colours are in the picture besides white."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(QSize(300, 300))
    box = QgsRectangle()
    for layer in layers:
        if layer.featureCount():
            box.combineExtentWith(layer.extent())
    settings.setExtent(box.buffered(500))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(path)
    found = {QColor(image.pixel(x, y)).name() for x in range(300) for y in range(300)}
    return sorted(found - {"#ffffff"})


def say(what):
    print(json.dumps(what), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
