// The map's background and its labels, as trygghet_geo/maps.py hands them over. Text reaches the page as text nodes only: nothing here parses HTML.
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

  function boxAt(spot, stand) {
    const left = spot.x + spot.width * stand[0] / 100 + stand[1], top = spot.y + spot.height * stand[2] / 100 + stand[3];
    return { left, top, right: left + spot.width, bottom: top + spot.height };
  }

  // Where the labels and the controls are, all of it read before anything is moved: the page is laid out once and not
  // anew for each label.
  function spots(map) {
    const frame = map.getContainer().getBoundingClientRect();
    const taken = Array.from(map.getContainer().querySelectorAll(".tk-legend, .leaflet-control-zoom"), control => {
      const box = control.getBoundingClientRect();
      return { left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top };
    });
    const found = Array.from(map.getContainer().querySelectorAll(".tk-label"), element => {
      const content = element.firstElementChild;
      const at = map.latLngToContainerPoint(element.tkAt);
      return { element, content, x: at.x, y: at.y, width: content.offsetWidth, height: content.offsetHeight };
    });
    return { taken, found, width: frame.width };
  }

  // The most important label chooses first; one for which there is no room hides until there is.
  function untangle(map) {
    const { taken, found, width } = spots(map);
    found.sort((a, b) => Number(b.element.dataset.rank || 0) - Number(a.element.dataset.rank || 0));
    for (const spot of found) {
      const stands = STANDS[spot.element.dataset.stand] || STANDS.background;
      const stand = stands.find(function (one) {
        const box = boxAt(spot, one);
        return (stands.length === 1 || (box.left >= 0 && box.right <= width)) && clear(box, taken);
      });
      spot.element.classList.toggle("tk-hidden", !stand);
      if (!stand) continue;
      taken.push(boxAt(spot, stand));
      spot.content.style.setProperty("--tk-x", `calc(${stand[0]}% + ${stand[1]}px)`);
      spot.content.style.setProperty("--tk-y", `calc(${stand[2]}% + ${stand[3]}px)`);
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
      this.getElement().tkAt = this.getLatLng();
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

  return { background, element, label, pane, untangleSoon };
})();
