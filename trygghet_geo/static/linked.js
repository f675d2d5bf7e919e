// Moves the two maps of pages/compared.py together: drag, wheel, arrow keys, plus and minus. Constant; reads no text.
(function () {
  "use strict";
  if (window.tkLinked) window.tkLinked.abort();
  const stop = window.tkLinked = new AbortController();
  const LARGEST = 8;
  let root = null, x = 0, y = 0, zoom = 1, held = null;

  function draw() {
    zoom = Math.max(1, Math.min(LARGEST, zoom));
    x = Math.max(0, Math.min(1 - 1 / zoom, x));
    y = Math.max(0, Math.min(1 - 1 / zoom, y));
    root.querySelectorAll(".tk-pan img").forEach(image => {
      image.style.transform = `scale(${zoom}) translate(${-100 * x}%, ${-100 * y}%)`;
    });
    root.dataset.zoom = zoom.toFixed(2);
  }

  // The point (px, py), shares of the frame, stays where it is.
  function scale(by, px, py) {
    const before = zoom;
    zoom = Math.max(1, Math.min(LARGEST, zoom * by));
    x += px * (1 / before - 1 / zoom);
    y += py * (1 / before - 1 / zoom);
    draw();
  }

  function share(event) {
    const box = event.target.closest(".tk-pan").getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, box];
  }

  const KEYS = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.1], ArrowDown: [0, 0.1] };

  function start(tries) {
    root = document.querySelector(".tk-linked");
    if (!root) { if (tries) setTimeout(() => start(tries - 1), 50); return; }
    const how = { signal: stop.signal };
    root.addEventListener("wheel", event => {
      if (!event.target.closest(".tk-pan") || !(event.ctrlKey || zoom > 1)) return;
      event.preventDefault();
      const [px, py] = share(event);
      scale(event.deltaY < 0 ? 1.2 : 1 / 1.2, px, py);
    }, { ...how, passive: false });
    root.addEventListener("pointerdown", event => {
      if (!event.target.closest(".tk-pan")) return;
      event.preventDefault();
      held = [event.clientX, event.clientY, x, y, share(event)[2].width];
    }, how);
    window.addEventListener("pointermove", event => {
      if (!held) return;
      x = held[2] - (event.clientX - held[0]) / held[4] / zoom;
      y = held[3] - (event.clientY - held[1]) / held[4] / zoom;
      draw();
    }, how);
    window.addEventListener("pointerup", () => { held = null; }, how);
    root.addEventListener("dblclick", event => {
      if (event.target.closest(".tk-pan")) scale(1.6, ...share(event).slice(0, 2));
    }, how);
    root.addEventListener("keydown", event => {
      if (KEYS[event.key] && zoom > 1) { x += KEYS[event.key][0] / zoom; y += KEYS[event.key][1] / zoom; draw(); }
      else if (event.key === "+") scale(1.4, 0.5, 0.5);
      else if (event.key === "-") scale(1 / 1.4, 0.5, 0.5);
      else return;
      event.preventDefault();
    }, how);
    root.addEventListener("click", event => {
      const wanted = event.target.dataset.zoom;
      if (event.target.tagName !== "BUTTON") return;
      if (wanted === "in") scale(1.6, 0.5, 0.5);
      else if (wanted === "out") scale(1 / 1.6, 0.5, 0.5);
      else { zoom = 1; x = y = 0; draw(); }
    }, how);
    draw();
  }

  start(200);
})();
