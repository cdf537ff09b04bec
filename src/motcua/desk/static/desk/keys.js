// Keyboard shortcuts of the worklist and the dossier page. They can be turned off (WCAG 2.1.4),
// do nothing while somebody types, and nothing depends on them. The list: /desk/keys.
"use strict";
(() => {
  const STORE = "desk-keys-off";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const isOff = () => localStorage.getItem(STORE) === "1";
  const typing = (node) => node.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");
  let here = -1;

  function go(step) {
    const rows = all("[data-key-row]");
    if (!rows.length) return;
    here = Math.min(rows.length - 1, Math.max(0, here + step));
    rows.forEach((row, place) => row.classList.toggle("is-here", place === here));
    rows[here].querySelector("a")?.focus();
    rows[here].scrollIntoView({ block: "nearest" });
  }

  function row() {
    return all("[data-key-row]")[here];
  }

  const keys = {
    "/": () => one("[data-key-search]")?.focus(),
    j: () => go(1),
    k: () => go(-1),
    x: () => row()?.querySelector("input[type=checkbox]")?.click(),
    o: () => row()?.querySelector("a")?.click(),
    n: () => one("[data-key-next]")?.click(),
    w: () => one('a[href="/desk/"]')?.click(),
  };

  function act(number) {
    const chosen = all("[data-key-act]")[number - 1];
    if (!chosen) return;
    chosen.open = true;
    chosen.querySelector("summary").focus();
  }

  document.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (/^[1-9]$/.test(event.key)) act(Number(event.key));
    else if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  const button = one("[data-key-switch]");
  if (button) {
    const tell = () => { button.textContent = isOff() ? button.dataset.on : button.dataset.off; };
    button.hidden = false;
    tell();
    button.addEventListener("click", () => {
      if (isOff()) localStorage.removeItem(STORE);
      else localStorage.setItem(STORE, "1");
      tell();
    });
  }
})();
