// The column beside the map scrolls by itself, so it is one stop of Tab with a name, whatever stands in it. Constant: no
// word of a document is in it; theirs.js says the name in the reader's language.
"use strict";
(() => {
  const OURS = { tabindex: "0", role: "region", "aria-label": "Beside the map" };
  const sides = document.getElementsByClassName("st-key-side");
  let last = null;
  new MutationObserver(() => {
    const side = sides[0] ?? null;
    if (side === last) return;
    // React may give the same element to what stands in its place on another page.
    for (const name of Object.keys(OURS)) last?.removeAttribute(name);
    for (const [name, value] of Object.entries(OURS)) side?.setAttribute(name, value);
    last = side;
  }).observe(document.body, { attributeFilter: ["class"], childList: true, subtree: true });
})();
