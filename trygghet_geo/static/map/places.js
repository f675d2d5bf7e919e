// The places on the map: shapes, labels, legend, as trygghet_geo/maps.py hands them over. Text becomes text nodes only.
window.TrygghetPlaces = (function () {
  "use strict";
  const { element, label, pane, untangleSoon } = window.Trygghet;

  // The geometries are fetched once and kept in the frame; a drawing speaks of them by number.
  const banks = {};
  function fetched(address) {
    if (!banks[address]) {
      Object.keys(banks).forEach(old => delete banks[old]);
      banks[address] = fetch(address).then(answer => {
        if (!answer.ok) throw new Error(address + ": " + answer.status);
        return answer.json();
      });
    }
    return banks[address];
  }

  // One canvas instead of thousands of elements; blurred edges are for the few.
  const MANY = 1000;

  function clickable(layer, id, tell) {
    return id ? layer.on("click", () => tell(id)) : layer;
  }

  function shape(item, renderer) {
    const options = Object.assign({}, item.style);
    if (renderer) {
      options.renderer = renderer;
      delete options.className;
    }
    if (item.radius_m) return L.circle(item.at, Object.assign({ radius: item.radius_m }, options));
    if (item.radius) return L.circleMarker(item.at, Object.assign({ radius: item.radius }, options));
    return L.geoJSON(item.geometry, { style: options });
  }

  // All discs as one layer: Leaflet keeps a list of its layers and is asked about each of thousands at every change.
  const Discs = L.Path.extend({
    initialize(discs, tell, options) {
      L.setOptions(this, options);
      this._discs = discs;
      this.on("click", () => this._under && tell(this._under));
    },
    _empty() { return !this._discs.length; },
    _project() {
      const map = this._map, crs = map.options.crs, zoom = map.getZoom(), origin = map.getPixelOrigin();
      const metres = 40075016.686 / crs.scale(zoom), scale = crs.scale(zoom);
      this._at = this._discs.map(disc => {
        const part = disc.part;
        // Where a place lies is reckoned once and not at every drawing (Map.latLngToLayerPoint does the same steps).
        part.tkWorld = part.tkWorld || crs.projection.project(L.latLng(part.at));
        const at = crs.transformation.transform(part.tkWorld, scale);
        const wide = part.radius_m && part.radius_m / (metres * Math.cos(part.at[0] * Math.PI / 180));
        const x = Math.round(at.x) - origin.x, y = Math.round(at.y) - origin.y;
        return { x, y, r: Math.max(Math.round(wide || disc.radius), 1) };
      });
      this._pxBounds = L.bounds([[-1e7, -1e7], [1e7, 1e7]]);
    },
    _update() { if (this._map) this._updatePath(); },
    _updatePath() {
      const drawing = this._renderer;
      if (!drawing._drawing) return;
      const seen = drawing._bounds;
      this._discs.forEach((disc, number) => {
        const { x, y, r } = this._at[number], reach = r + 4;
        if (x < seen.min.x - reach || x > seen.max.x + reach || y < seen.min.y - reach || y > seen.max.y + reach) return;
        drawing._ctx.beginPath();
        drawing._ctx.arc(x, y, r, 0, 2 * Math.PI);
        drawing._fillStroke(drawing._ctx, { options: disc.style });
      });
    },
    // Leaflet asks just before it says that the layer was clicked.
    _containsPoint(point) {
      this._under = undefined;
      for (let number = this._discs.length - 1; number >= 0; number--) {
        const { x, y, r } = this._at[number];
        if (Math.hypot(point.x - x, point.y - y) <= r + 2) {
          this._under = this._discs[number].part.id;
          return true;
        }
      }
      return false;
    },
  });

  function add(group, item, tell) {
    const made = shape(item, null);
    const leaves = made.getLayers ? made.getLayers() : [made];
    leaves.forEach(leaf => group.addLayer(clickable(leaf, item.id, tell)));
  }

  // Held weakly: every drawing brings styles of its own.
  const dashes = new WeakMap();
  function dashed(style) {
    if (!style.dashArray) return style;
    if (!dashes.has(style)) dashes.set(style, { ...style, _dashArray: style.dashArray.split(" ").map(Number) });
    return dashes.get(style);
  }

  // Discs lie over lines and areas, as the order of the places has it: the most exact last.
  function addMany(map, group, pairs, tell) {
    if (!map._tkCanvas) map._tkCanvas = L.canvas({ padding: 0.2 });
    const plain = { stroke: true, opacity: 1, weight: 3, fill: false };
    const discs = [];
    pairs.forEach(function ([part, look]) {
      if (part.at) {
        discs.push({ part, radius: look.radius, style: dashed(look.style) });
        return;
      }
      const made = shape({ ...part, ...look }, map._tkCanvas);
      made.getLayers().forEach(leaf => group.addLayer(clickable(leaf, part.id, tell)));
    });
    if (discs.length) group.addLayer(new Discs(discs, tell, { ...plain, renderer: map._tkCanvas }));
  }

  function said(item) {
    return [element("span", "tk-name", item.name), ...item.counts.map(function (count) {
      const pill = element("span", count.kind === "concern" ? "tk-count" : "tk-other", count.text);
      if (count.colour) pill.style.color = count.colour;
      return pill;
    })];
  }

  function dataLabel(item, tell) {
    const content = element("div");
    content.append(...said(item));
    const options = { className: item.vague ? "tk-data tk-vague" : "tk-data", rank: item.rank, title: item.title };
    return clickable(label(item.at, content, { ...options, stand: item.stand, interactive: true }), item.id, tell);
  }

  function restate(marker, item) {
    const shown = marker.getElement();
    shown.firstElementChild.replaceChildren(...said(item));
    shown.setAttribute("aria-label", item.title);
    shown.dataset.rank = item.rank;
    marker.setZIndexOffset(item.rank);
  }

  // The label of a place that is still there stays, whatever is counted now: it neither flickers nor loses the focus.
  function labels(map, items, tell) {
    const before = map._tkLabels || new Map();
    map._tkLabels = new Map(items.map(item => {
      const { title, rank, counts, ...place } = item, same = JSON.stringify(place), told = JSON.stringify([title, rank, counts]);
      const kept = before.get(same);
      before.delete(same);
      if (kept && kept.told !== told) restate(kept.marker, item);
      return [same, { marker: kept ? kept.marker : dataLabel(item, tell).addTo(map), told }];
    }));
    before.forEach(old => old.marker.remove());
  }

  // `tell` is called with the id of the place that was clicked. Resolves when the drawing is in place.
  function draw(map, data, tell) {
    map._tkAsked = data;
    return fetched(data.bank).then(function (bank) {
      if (map._tkAsked === data) fill(map, data, bank, tell);  // else another drawing came meanwhile
    });
  }

  // What lies under or over the places: a few areas. Hatching is a pattern that SVG elements of the same page can be filled with.
  function under(map, group, items) {
    const below = pane(map, "tk-under", 350), above = pane(map, "tk-over", 450);
    if (items.some(item => item.hatch) && !document.getElementById("tk-hatch")) hatching();
    items.forEach(function (item) {
      const style = Object.assign({ interactive: false }, item.style, item.hatch ? { fillColor: "url(#tk-hatch)" } : {});
      group.addLayer(L.geoJSON(item.geometry, { pane: item.over ? above : below, interactive: false, style: style }));
    });
  }

  function hatching() {
    const made = (parent, tag, values) => {
      const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
      Object.entries(values).forEach(([name, value]) => node.setAttribute(name, value));
      return parent.appendChild(node);
    };
    const svg = made(document.body, "svg", { width: 0, height: 0, "aria-hidden": "true" });
    const size = { width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    const pattern = made(made(svg, "defs", {}), "pattern", { id: "tk-hatch", ...size });
    made(pattern, "line", { x1: 1, y1: 0, x2: 1, y2: 8, stroke: "#fff", "stroke-width": 3 });
  }

  // The new drawing is laid on before the old one is taken off, in one go: the screen never shows neither.
  function fill(map, data, bank, tell) {
    const group = L.layerGroup(), pairs = [];
    for (let i = 0; i < data.shapes.length; i += 2) pairs.push([bank.parts[data.shapes[i]], data.looks[data.shapes[i + 1]]]);
    under(map, group, data.under || []);
    if (pairs.length > MANY) addMany(map, group, pairs, tell);
    else pairs.forEach(([part, look]) => add(group, { ...part, ...look }, tell));
    group.addTo(map);
    if (map._tkGroup) map._tkGroup.remove();
    map._tkGroup = group;
    labels(map, data.labels, tell);
    window.TrygghetKeys.offer(map, pairs, data, bank.names, tell);
    if (data.chosen && map.getSize().y > 60 && !map.getBounds().contains(data.chosen)) map.panTo(data.chosen);
    legend(map, data.legend);
    untangleSoon(map);
    document.fonts.ready.then(() => untangleSoon(map));
  }

  function legend(map, data) {
    if (map._tkLegend) map.removeControl(map._tkLegend);
    map._tkLegend = null;
    if (!data.rows.length) return;
    const control = L.control({ position: "topright" });
    control.onAdd = function () {
      const box = element("details", "tk-legend");
      box.open = map._tkLegendOpen === undefined ? map.getSize().x > 640 : map._tkLegendOpen;
      box.addEventListener("toggle", () => { map._tkLegendOpen = box.open; untangleSoon(map); });
      box.append(element("summary", "", data.title));
      const list = element("ul");
      data.rows.forEach(function (row) {
        const entry = element("li", row.first ? "tk-break" : "");
        const key = element("span", "tk-key tk-" + row.key);
        if (row.key === "colour") key.style.background = row.colour;
        if (row.key === "dashed") key.style.borderColor = row.colour;
        entry.append(key, element("span", "", row.text));
        list.append(entry);
      });
      box.append(list);
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    map._tkLegend = control;
    control.addTo(map);
  }

  return { draw };
})();
