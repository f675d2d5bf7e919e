// Draws what trygghet_geo/maps.py hands over. Text reaches the page as text nodes only: nothing here parses HTML.
window.Trygghet = (function () {
  "use strict";

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // Panes keep the order water < land < roads whatever is added when; clicks fall through the background.
  function pane(map, name, zIndex) {
    if (!map.getPane(name)) {
      const made = map.createPane(name);
      made.style.zIndex = zIndex;
      made.style.pointerEvents = "none";
    }
    return name;
  }

  function labelIcon(content, className) {
    return L.divIcon({ html: content, className: "tk-label " + className, iconSize: [0, 0] });
  }

  // Where a label may stand, as shares of its own size and pixels off its point: the first that is free is taken.
  const STANDS = {
    area: [[-50, 0, -50, 0], [-50, 0, -100, -12], [-50, 0, 0, 12], [0, 16, -50, 0], [-100, -16, -50, 0],
      [0, 22, -100, -16], [0, 22, 0, 16], [-100, -22, -100, -16], [-100, -22, 0, 16]],
    point: [[0, 18, -50, 0], [-100, -18, -50, 0], [-50, 0, -100, -16], [-50, 0, 0, 16], [0, 14, -100, -8],
      [0, 14, 0, 8], [-100, -14, -100, -8], [-100, -14, 0, 8]],
    background: [[-50, 0, -50, 0]],
  };

  function clear(box, taken) {
    return taken.every(t => box.right < t.left || box.left > t.right || box.bottom < t.top || box.top > t.bottom);
  }

  // The most important label chooses first; one for which there is no room hides until there is.
  function untangle(map) {
    const taken = Array.from(map.getContainer().querySelectorAll(".tk-legend, .leaflet-control-zoom"))
      .map(control => control.getBoundingClientRect());
    const frame = map.getContainer().getBoundingClientRect();
    const labels = Array.from(map.getContainer().querySelectorAll(".tk-label"));
    labels.sort((a, b) => Number(b.dataset.rank || 0) - Number(a.dataset.rank || 0));
    for (const label of labels) {
      const content = label.firstElementChild;
      const stands = STANDS[label.dataset.stand] || STANDS.background;
      const free = stands.some(function (stand) {
        content.style.setProperty("--tk-x", `calc(${stand[0]}% + ${stand[1]}px)`);
        content.style.setProperty("--tk-y", `calc(${stand[2]}% + ${stand[3]}px)`);
        const box = content.getBoundingClientRect();
        const inside = stands.length === 1 || (box.left >= frame.left && box.right <= frame.right);
        if (!inside || !clear(box, taken)) return false;
        taken.push(box);
        return true;
      });
      label.classList.toggle("tk-hidden", !free);
    }
  }

  function untangleSoon(map) {
    cancelAnimationFrame(map._tkFrame);
    map._tkFrame = requestAnimationFrame(() => untangle(map));
  }

  function label(where, content, options) {
    const marker = L.marker(where, {
      icon: labelIcon(content, options.className),
      interactive: !!options.interactive,
      keyboard: !!options.interactive,
      zIndexOffset: options.rank,
    });
    marker.on("add", function () {
      this.getElement().dataset.rank = options.rank;
      this.getElement().dataset.stand = options.stand || "background";
      // Leaflet opens popups by Enter but does not click; a click is what tells Python.
      if (options.interactive) this.on("keypress", event => {
        if (event.originalEvent.key === "Enter") this.fire("click", { latlng: this.getLatLng() }, true);
      });
      if (options.title) this.getElement().setAttribute("aria-label", options.title);
    });
    return marker;
  }

  // From here on the browser refuses requests to other hosts; not where a tile server is configured.
  function closed() {
    if (document.querySelector('meta[http-equiv="Content-Security-Policy"]')) return;
    const policy = document.createElement("meta");
    policy.httpEquiv = "Content-Security-Policy";
    policy.content = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'; base-uri 'self'";
    document.head.append(policy);
  }

  // folium puts a second viewport into the frame that forbids to enlarge it (WCAG 1.4.4).
  function enlargeable() {
    document.querySelectorAll('meta[name="viewport"]').forEach(one => {
      one.content = "width=device-width, initial-scale=1";
    });
  }

  function background(map, _parent, data) {
    if (data.closed) closed();
    enlargeable();
    // Leaflet takes the focus at the first press. The page outside would scroll to a map that is partly below the fold,
    // and the press would end on something else.
    const container = map.getContainer();
    container.focus = () => HTMLElement.prototype.focus.call(container, { preventScroll: true });
    map.attributionControl.setPrefix(false);
    data.attributions.forEach(a => map.attributionControl.addAttribution(a));
    data.layers.forEach(function (layer, index) {
      L.geoJSON(layer.data, {
        pane: pane(map, "tk-" + index, 210 + index),
        interactive: false,
        style: Object.assign({ interactive: false }, layer.style),
        pointToLayer: (_, at) => L.circleMarker(at, { radius: 0, opacity: 0, interactive: false }),
      }).addTo(map);
    });
    data.names.forEach(function (name) {
      label(name.at, element("div", "", name.text), { className: "tk-" + name.kind, rank: name.rank }).addTo(map);
    });
    L.control.zoom({ zoomInTitle: data.zoom[0], zoomOutTitle: data.zoom[1] }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    map.on("zoomend moveend resize", () => untangleSoon(map));
    fit(map, data.bounds);
  }

  // The frame gets its height only after the first drawing: fit again until the reader has taken hold of the map.
  function fit(map, bounds) {
    const free = new AbortController();
    const again = () => {
      const size = map.getSize();
      const legend = size.x > 640 ? 250 : 12;  // what the open legend covers
      const padding = { paddingTopLeft: [legend > 12 ? 60 : 12, 24], paddingBottomRight: [legend, 30] };
      if (size.y > 60) map.fitBounds(bounds, { ...padding, animate: false });
    };
    const frame = new ResizeObserver(() => { map.invalidateSize({ animate: false }); again(); });
    ["pointerdown", "wheel", "keydown"].forEach(kind => map.getContainer().addEventListener(
      kind, () => { frame.disconnect(); free.abort(); }, { signal: free.signal, passive: true }));
    frame.observe(map.getContainer());
    again();
  }

  // streamlit-folium tells Python which layer was clicked by its GeoJSON; the id is all that is needed.
  function named(layer, id) {
    layer.toGeoJSON = () => ({ type: "Feature", geometry: null, properties: { id: id } });
    return layer;
  }

  // The geometries are fetched once and kept in the frame; a drawing speaks of them by number.
  function fetched(address) {
    window.tkBanks = window.tkBanks || {};
    if (!window.tkBanks[address]) window.tkBanks = {
      [address]: fetch(address).then(answer => {
        if (!answer.ok) throw new Error(address + ": " + answer.status);
        return answer.json();
      }),
    };
    return window.tkBanks[address];
  }

  // One canvas instead of thousands of elements; blurred edges are for the few.
  const MANY = 1000;
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

  function add(group, item, renderer) {
    const made = shape(item, renderer);
    const leaves = made.getLayers ? made.getLayers() : [made];
    leaves.forEach(leaf => group.addLayer(item.id ? named(leaf, item.id) : leaf));
  }

  function dataLabel(item) {
    const content = element("div");
    content.append(element("span", "tk-name", item.name));
    item.counts.forEach(function (count) {
      const pill = element("span", count.kind === "concern" ? "tk-count" : "tk-other", count.text);
      if (count.colour) pill.style.color = count.colour;
      content.append(pill);
    });
    const options = { className: item.vague ? "tk-data tk-vague" : "tk-data", rank: item.rank, title: item.title };
    return named(label(item.at, content, { ...options, stand: item.stand, interactive: true }), item.id);
  }

  function draw(map, group, data) {
    enlargeable();
    window.feature_group = [];  // streamlit-folium never empties it: a leak on each change of filter
    fetched(data.bank).then(function (bank) {
      if (map.hasLayer(group)) fill(map, group, data, bank);  // else another drawing came meanwhile
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

  function fill(map, group, data, bank) {
    under(map, group, data.under || []);
    const many = data.shapes.length > 2 * MANY;
    if (many && !map._tkCanvas) map._tkCanvas = L.canvas({ padding: 0.2 });
    for (let i = 0; i < data.shapes.length; i += 2) {
      const item = Object.assign({}, bank[data.shapes[i]], data.looks[data.shapes[i + 1]]);
      add(group, item, many ? map._tkCanvas : null);
    }
    data.labels.forEach(item => group.addLayer(dataLabel(item)));
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

  return { background, draw };
})();
