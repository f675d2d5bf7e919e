// The document with its statements marked: a click chooses one, marked words are told to the server by their offsets.
// Every text comes as data and goes onto the page as a text node; nothing from a document is ever HTML or script here.
"use strict";
(() => {
  const page = document.getElementById("page");
  let shown = "";

  const send = (type, data) => window.parent.postMessage({ isStreamlitMessage: true, type, ...data }, "*");
  const tell = (value) => send("streamlit:setComponentValue", { value: { ...value, count: Date.now() + Math.random() }, dataType: "json" });
  const made = (tag, classes, text) => {
    const node = document.createElement(tag);
    if (classes) node.className = classes;
    if (text !== undefined) node.textContent = text;
    return node;
  };

  const choosable = (node, id) => {
    node.tabIndex = 0;
    node.setAttribute("role", "button");
    node.addEventListener("click", () => { if (window.getSelection().isCollapsed) tell({ statement: id }); });
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      tell({ statement: id });
    });
    return node;
  };

  const run = (one) => {
    const node = made(one.id ? "mark" : "span", one.id ? one.classes : "", one.text);
    node.dataset.at = one.at;
    node.dataset.end = one.end;
    return one.id ? choosable(node, one.id) : node;
  };
  const filled = (node, runs) => { node.append(...runs.map(run)); return node; };

  const block = (one) => {
    if (!one.rows) {
      const node = filled(made(one.tag), one.runs);
      if (one.tag !== "li") return node;
      const list = made("ul");
      list.append(node);
      return list;
    }
    const table = made("table");
    for (const cells of one.rows) {
      const row = made("tr");
      row.append(...cells.map((runs) => filled(made("td"), runs)));
      table.append(row);
    }
    return table;
  };

  const sheet = (one) => {
    const node = made("div", "sheet"), image = made("img");
    image.src = one.image;
    image.alt = one.name;
    node.append(image);
    for (const box of one.boxes) {
      const mark = choosable(made("button", "box " + box.classes), box.id);
      mark.setAttribute("aria-label", box.label);
      Object.assign(mark.style, { left: box.left + "%", top: box.top + "%", width: box.width + "%", height: box.height + "%" });
      node.append(mark);
    }
    return node;
  };

  // Code points, as the server counts: an emoji is one, not two.
  const points = (text, units) => Array.from(text.slice(0, units)).length;

  const offset = (node, at, isEnd) => {
    let piece = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    piece = piece.closest?.("[data-at]");
    if (!piece) return null;
    const text = piece.textContent;
    if (node.nodeType !== Node.TEXT_NODE) at = at === 0 ? 0 : text.length;
    return isEnd && at === text.length ? Number(piece.dataset.end) : Number(piece.dataset.at) + points(text, at);
  };

  const selected = () => {
    const range = window.getSelection().rangeCount ? window.getSelection().getRangeAt(0) : null;
    if (!range || range.collapsed) return;
    const pieces = [...page.querySelectorAll("[data-at]")].filter((piece) => range.intersectsNode(piece));
    if (!pieces.length) return;
    const first = offset(range.startContainer, range.startOffset, false) ?? Number(pieces[0].dataset.at);
    const last = offset(range.endContainer, range.endOffset, true) ?? Number(pieces.at(-1).dataset.end);
    if (last > first) tell({ start: first, end: last });
  };
  page.addEventListener("mouseup", () => setTimeout(selected));
  page.addEventListener("keyup", (event) => { if (event.key === "Shift") selected(); });

  // The page's shortcuts work from here too: its own listener cannot see into this frame.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Tab" || event.key === "Shift" || event.shiftKey) return;
    const copy = { key: event.key, code: event.code, ctrlKey: event.ctrlKey, altKey: event.altKey, metaKey: event.metaKey };
    window.parent.document.dispatchEvent(new KeyboardEvent("keydown", { ...copy, bubbles: true, cancelable: true }));
  });

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.data?.type !== "streamlit:render") return;
    const given = event.data.args;
    const told = JSON.stringify([given.blocks, given.sheets]);
    document.documentElement.lang = given.lang;
    page.setAttribute("aria-label", given.name);
    if (told !== shown) {
      shown = told;
      const at = page.scrollTop;
      page.replaceChildren(...(given.blocks || []).map(block), ...(given.sheets || []).map(sheet));
      page.scrollTop = at;
      page.querySelector(".chosen")?.scrollIntoView({ block: "center" });
    }
    send("streamlit:setFrameHeight", { height: given.height });
  });
  send("streamlit:componentReady", { apiVersion: 1 });
})();
