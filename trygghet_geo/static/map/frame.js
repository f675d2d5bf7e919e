// The map in its frame: what the page asks for is drawn, which place was clicked is told.
"use strict";
(() => {
  const send = (type, data) => window.parent.postMessage({ isStreamlitMessage: true, type, ...data }, "*");
  const tell = place => {
    send("streamlit:setComponentValue", { value: { place, count: Date.now() + Math.random() }, dataType: "json" });
  };
  let begun = null, last = "";

  function begin(args) {
    const made = L.map("map", { center: args.middle, zoom: 11, minZoom: 4, maxZoom: 17, zoomSnap: 0.25, zoomControl: false });
    if (args.tiles) L.tileLayer(args.tiles.url, { attribution: args.tiles.attribution, maxZoom: 17 }).addTo(made);
    window.map = made;
    return fetch(args.under).then(answer => {
      if (!answer.ok) throw new Error(args.under + ": " + answer.status);
      return answer.json();
    }).then(data => { window.Trygghet.background(made, null, data); return made; });
  }

  // Another background (language, municipality) comes in another frame; another selection is drawn on the same map.
  function render(args) {
    document.documentElement.lang = args.lang;
    const drawing = args.drawing;
    if (drawing === last) return;
    last = drawing;
    begun = begun || begin(args);
    begun.then(map => { if (drawing === last) return window.TrygghetPlaces.draw(map, JSON.parse(drawing), tell); })
      .then(() => window.dispatchEvent(new Event("tk-drawn")));
  }

  window.addEventListener("message", event => {
    if (event.source !== window.parent || !event.data || event.data.type !== "streamlit:render") return;
    send("streamlit:setFrameHeight", { height: event.data.args.height });
    render(event.data.args);
  });
  // The list beside the map tells by the same way which place was pressed.
  const page = window.parent.document, listen = new AbortController();
  page.addEventListener("click", event => {
    const pressed = event.target.closest && event.target.closest(".tk-places button[data-place]");
    if (pressed) tell(pressed.dataset.place);
  }, { signal: listen.signal });
  window.addEventListener("pagehide", () => listen.abort());
  send("streamlit:componentReady", { apiVersion: 1 });
})();
