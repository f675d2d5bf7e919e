// Streamlit's own words in the reader's language: whole texts and labels from a table, never parts of them. What a document
// says is looked up too, but none of these sentences is one that a document says.
"use strict";
((words) => {
  const text = (node) => {
    const found = words[document.documentElement.lang]?.[node.nodeValue.trim()];
    if (found && found !== node.nodeValue) node.nodeValue = found;
  };
  const label = (node) => {
    const said = node.getAttribute("aria-label"), found = words[document.documentElement.lang]?.[said];
    if (found && found !== said) node.setAttribute("aria-label", found);
  };
  const all = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return text(node);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) text(texts.currentNode);
    if (node.hasAttribute("aria-label")) label(node);
    node.querySelectorAll("[aria-label]").forEach(label);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") text(change.target);
      else if (change.type === "attributes") label(change.target);
      else change.addedNodes.forEach(all);
    }
  }).observe(document.body, { attributeFilter: ["aria-label"], characterData: true, childList: true, subtree: true });
})(WORDS);
