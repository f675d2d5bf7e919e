// A press is not lost because the page changes under it. Constant: no word of a document is in it.
"use strict";
// With the mouse: a browser tells of a click only where a button was pressed and released in one place. A page that is
// drawn anew in between moves the button away, or puts another in its stead; the one that was pressed is meant.
(() => {
  const NEAR_PX = 8;
  let held = null;
  const own = (node) => node.closest('[class*="st-key-"]')?.className.match(/st-key-[\w-]+/)?.[0];
  const asks = (event) => event.target.closest?.("button, summary") ?? null;
  const now = () => {
    if (held.node.isConnected) return held.node;
    const place = held.node.dataset.place;
    const way = place ? `button[data-place="${CSS.escape(place)}"]` : held.key && `.${CSS.escape(held.key)} button`;
    const found = way ? document.querySelectorAll(way) : [];
    return found.length === 1 ? found[0] : null;
  };
  addEventListener("pointerdown", (event) => {
    const node = event.pointerType === "mouse" && event.button === 0 ? asks(event) : null;
    const kept = node && !node.disabled && { node, key: own(node), words: node.textContent };
    held = kept ? { ...kept, x: event.clientX, y: event.clientY } : null;
  }, true);
  addEventListener("click", (event) => { if (held && asks(event) === held.node) held = null; }, true);
  addEventListener("pointercancel", () => { held = null; }, true);
  addEventListener("pointerup", (event) => {
    if (!held || event.pointerType !== "mouse") return;
    // Whoever leaves a button with the mouse held down does not want it.
    if (Math.hypot(event.clientX - held.x, event.clientY - held.y) > NEAR_PX) held = null;
    // The click itself, where there is one, comes before this.
    setTimeout(() => {
      const node = held && now();
      if (node && !node.disabled && node.textContent === held.words) node.click();
      held = null;
    }, 0);
  }, true);
})();
