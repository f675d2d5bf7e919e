// A frame cannot be laid out anew for paper: it keeps the size that it has on the screen and is drawn smaller (page.css).
"use strict";
(() => {
  // What is left between the margins of an upright A4: 186 mm.
  const PAPER = 700;
  addEventListener("beforeprint", () => {
    for (const frame of document.querySelectorAll("iframe")) {
      const box = frame.getBoundingClientRect();
      if (!box.width) continue;
      frame.style.setProperty("--tk-wide", `${box.width}px`);
      frame.style.setProperty("--tk-high", `${box.height}px`);
      frame.style.setProperty("--tk-small", Math.min(1, PAPER / box.width));
    }
  });
})();
