// Steps through the items of a meeting that pages/slides.py has put on the page. Constant: no word of a document is in it,
// and none is read as anything but text.
(function () {
  "use strict";
  if (window.tkMeeting) window.tkMeeting.abort();
  const stop = window.tkMeeting = new AbortController();
  const NEXT = ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter", "n", "N"];
  const BACK = ["ArrowLeft", "ArrowUp", "PageUp", "Backspace", "p", "P"];
  const SMALLEST = 0.66, LARGEST = 1.5;
  let root = null, items = [], at = 0, order = "no";

  function number(name) {
    const found = new URL(location.href).searchParams.get(name);
    return /^\d{1,5}$/.test(found || "") ? Number(found) : 0;
  }

  // The address names the item by its number in the minutes, whatever the order: it can stand in an agenda.
  function remember() {
    const url = new URL(location.href);
    const keep = { punkt: items[at].dataset.no, ordning: order === "weight" ? "vikt" : "", tema: root.classList.contains("tk-dark") ? "mork" : "" };
    Object.entries(keep).forEach(([key, value]) => value && value !== "0" ? url.searchParams.set(key, value) : url.searchParams.delete(key));
    history.replaceState(history.state, "", url);
  }

  // A short item is set larger, up to half as much again, so that it fills the screen; a long one smaller, down to two
  // thirds; a longer one scrolls. No word is cut in two for the sake of size.
  function fit(item) {
    const wide = window.innerWidth > 760, title = item.querySelector("h1, h2");
    let size = wide ? LARGEST : 1;
    const over = () => item.scrollHeight > item.clientHeight + 1 || (size > 1 && title && lines(title) > 2);
    item.style.setProperty("--fit", size);
    while (size > SMALLEST && over()) item.style.setProperty("--fit", size = Math.round(100 * size - 4) / 100);
  }

  function lines(title) {
    return Math.round(title.getBoundingClientRect().height / parseFloat(getComputedStyle(title).lineHeight));
  }

  function show(where) {
    at = Math.max(0, Math.min(items.length - 1, where));
    items.forEach((item, place) => { item.hidden = place !== at; });
    items[at].scrollTop = 0;
    fit(items[at]);
    root.querySelector(".tk-at").textContent = items[at].dataset.at || "";
    root.querySelector(".tk-live-region").textContent = items[at].getAttribute("aria-label") || "";
    root.querySelector("[data-do=order]").textContent = order === "weight" ? root.dataset.weight : root.dataset.minutes;
    remember();
  }

  function forward() {
    const item = items[at];
    if (item.scrollTop + item.clientHeight < item.scrollHeight - 4) item.scrollTop += item.clientHeight * 0.8;
    else show(at + 1);
  }

  function back() {
    if (items[at].scrollTop > 4) items[at].scrollTop -= items[at].clientHeight * 0.8;
    else show(at - 1);
  }

  function sort(by) {
    const current = items[at];
    order = by;
    items.sort((a, b) => Number(a.dataset[by]) - Number(b.dataset[by]));
    show(Math.max(0, items.indexOf(current)));
  }

  function leave() {
    stop.abort();
    root.classList.remove("tk-live");
    if (document.fullscreenElement) document.exitFullscreen();
    const link = document.querySelector(".st-key-leave a");
    if (link) link.click();
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
  }

  const DO = {
    next: forward, previous: back, leave: leave, full: full,
    order: () => sort(order === "weight" ? "no" : "weight"),
    theme: () => { root.classList.toggle("tk-dark"); remember(); },
  };

  function pressed(event) {
    if (!root.isConnected) { stop.abort(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key, button = event.target.closest && event.target.closest("button");
    if (button && (key === "Enter" || key === " ")) return;
    const act = key === "Escape" ? leave : key === "Home" ? () => show(0) : key === "End" ? () => show(items.length - 1)
      : NEXT.includes(key) ? forward : BACK.includes(key) ? back : key === "f" || key === "F" ? full
      : key === "t" || key === "T" ? DO.theme : key === "o" || key === "O" ? DO.order
      : key === "b" || key === "." ? () => root.classList.toggle("tk-blank") : null;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  function start(tries) {
    if (stop.signal.aborted) return;
    root = document.querySelector(".tk-meeting");
    if (!root || !root.querySelector(".tk-item")) { if (tries) setTimeout(() => start(tries - 1), 50); return; }
    items = Array.from(root.querySelectorAll(".tk-item"));
    root.classList.add("tk-live");
    const asked = new URL(location.href).searchParams;
    root.classList.toggle("tk-dark", asked.get("tema") === "mork");
    at = Math.max(0, items.findIndex(item => Number(item.dataset.no) === number("punkt")));
    sort(asked.get("ordning") === "vikt" ? "weight" : "no");
    root.focus({ preventScroll: true });
    document.addEventListener("keydown", pressed, { capture: true, signal: stop.signal });
    // Letters of another width may come after the first picture.
    document.fonts?.ready.then(() => root.isConnected && fit(items[at]));
    window.addEventListener("resize", () => root.isConnected && fit(items[at]), { signal: stop.signal });
    root.addEventListener("click", event => {
      const button = event.target.closest("button[data-do]");
      if (button && DO[button.dataset.do]) DO[button.dataset.do]();
    }, { signal: stop.signal });
  }

  start(200);
})();
