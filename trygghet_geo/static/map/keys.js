// The places on the map by keyboard: one stop of Tab; the arrows go to the nearest place that way, Enter opens it.
window.TrygghetKeys = (function () {
  "use strict";
  const { element } = window.Trygghet;
  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  // Where a place stands, and what is said of it: as its label does; one without a label has its name.
  function places(pairs, labels, names) {
    const found = new Map();
    pairs.forEach(([part]) => found.set(part.id, { id: part.id, part, title: names[part.id] || "" }));
    labels.forEach(one => { if (found.has(one.id)) Object.assign(found.get(one.id), { at: one.at, title: one.title, rank: one.rank }); });
    return Array.from(found.values()).sort((a, b) => (b.rank || 0) - (a.rank || 0));
  }

  function where(map, place) {
    place.at = place.at || place.part.at || L.geoJSON(place.part.geometry).getBounds().getCenter();
    return map.project(place.at);
  }

  // The nearest within 45 degrees of that way, so that each place around lies in one of the four.
  function towards(map, all, from, [right, down]) {
    const here = where(map, from);
    let found = null, least = Infinity;
    for (const place of all) {
      const there = where(map, place), x = there.x - here.x, y = there.y - here.y;
      const along = x * right + y * down, across = Math.abs(x * down + y * right), far = Math.hypot(x, y);
      if (place !== from && along > 0 && across <= along && far < least) [found, least] = [place, far];
    }
    return found;
  }

  class Rover {
    constructor(map) {
      this.map = map;
      this.ring = element("div", "tk-rover");
      this.told = this.ring.appendChild(element("div", "tk-told"));
      this.ring.tabIndex = 0;
      this.ring.setAttribute("role", "button");
      map.getContainer().append(this.ring);
      this.ring.addEventListener("keydown", event => this.pressed(event));
      this.ring.addEventListener("focus", () => this.go(this.at, true));
      map.on("move zoom viewreset resize", () => this.stand());
    }

    // Other places or other counts: the focus stays on the place it was on, where that is still there.
    offer(all, tell, hint) {
      Object.assign(this, { all, tell, hint });
      this.ring.hidden = !all.length;
      if (all.length) this.go(all.find(one => this.at && one.id === this.at.id) || all[0], false);
    }

    go(place, follow) {
      this.at = place;
      this.told.textContent = place.title;
      this.ring.setAttribute("aria-label", `${place.title}. ${this.hint}`);
      where(this.map, place);
      if (follow && !this.map.getBounds().contains(place.at)) this.map.panTo(place.at, { animate: false });
      this.stand();
    }

    stand() {
      if (!this.at) return;
      const { x, y } = this.map.latLngToContainerPoint(this.at.at), size = this.map.getSize();
      L.DomUtil.setPosition(this.ring, L.point(x, y));
      this.ring.classList.toggle("tk-left", x > size.x / 2);
      this.ring.classList.toggle("tk-up", y > size.y / 2);
    }

    next(key) {
      const number = this.all.indexOf(this.at);
      if (WAYS[key]) return towards(this.map, this.all, this.at, WAYS[key]);
      return { Home: this.all[0], PageDown: this.all[number + 1], PageUp: this.all[number - 1] }[key];
    }

    pressed(event) {
      const known = WAYS[event.key] || ["Home", "PageDown", "PageUp", "Enter", " "].includes(event.key);
      if (!known || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter" || event.key === " ") return this.tell(this.at.id);
      const next = this.next(event.key);
      if (next) this.go(next, true);
    }
  }

  function offer(map, pairs, data, names, tell) {
    map._tkRover = map._tkRover || new Rover(map);
    map._tkRover.offer(places(pairs, data.labels, names), tell, data.keys || "");
  }

  return { offer };
})();
