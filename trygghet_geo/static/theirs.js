// Streamlit's own words in the reader's language: whole texts, labels and hints from a table. What a document says is looked
// up too, but none of these sentences is one that a document says. "#" in a key stands for any number, "… " at its
// beginning for any word; one that ends with a space begins a label: the name after it stays.
"use strict";
((words) => {
  const NAMED = ["aria-label", "placeholder"];
  const whole = (said) => {
    const lang = document.documentElement.lang, ours = words[lang] ?? {}, number = said.match(/\d+(\.\d+)?/)?.[0];
    const counted = () => number && ours[said.replace(number, "#")]?.replace("#", Number(number).toLocaleString(lang));
    return ours[said] ?? counted() ?? ours[said.replace(/^\S+ /, "… ")];
  };
  const begun = (said) => {
    const [, first, name] = said.match(/^(\S+ )(.+)$/) ?? [], ours = words[document.documentElement.lang]?.[first];
    return ours && ours + name;
  };
  const text = (node) => {
    const found = whole(node.nodeValue.trim());
    if (found && found !== node.nodeValue) node.nodeValue = found;
  };
  const label = (node) => {
    for (const name of NAMED) {
      const said = node.getAttribute(name), found = said && (whole(said) ?? begun(said));
      if (found && found !== said) node.setAttribute(name, found);
    }
  };
  const all = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return text(node);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) text(texts.currentNode);
    label(node);
    node.querySelectorAll(NAMED.map((name) => `[${name}]`).join()).forEach(label);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") text(change.target);
      else if (change.type === "attributes") label(change.target);
      else change.addedNodes.forEach(all);
    }
  }).observe(document.body, { attributeFilter: NAMED, characterData: true, childList: true, subtree: true });
})(WORDS);
