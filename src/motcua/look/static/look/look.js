/* Improvements only: every page works without this file. */
"use strict";

/* The error summary takes the focus when a page comes back with errors. */
document.addEventListener("DOMContentLoaded", () => document.querySelector(".errors")?.focus());
document.addEventListener("htmx:afterSwap", (event) => event.detail.target.querySelector(".errors")?.focus());

/* Answers that re-render a form say 422: they are shown as any other. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
});

/* A form sends once; the button comes back when the visitor comes back to the page. */
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "get") return;
  const button = event.submitter;
  if (button) setTimeout(() => { button.setAttribute("aria-disabled", "true"); }, 0);
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-disabled="true"]').forEach((button) => button.removeAttribute("aria-disabled"));
}));

/* How far a file has gone. */
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.querySelector?.("progress");
  if (bar && event.detail.lengthComputable) { bar.max = event.detail.total; bar.value = event.detail.loaded; }
});

/* data-print: a button that prints the page. */
document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
