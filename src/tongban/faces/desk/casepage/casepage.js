// Comfort only: every page works without this file.
"use strict";

// [ and ] turn to the material before and after, unless somebody is typing
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const rel = { "[": "prev", "]": "next" }[event.key];
  const link = rel && document.querySelector(`#viewer a[rel="${rel}"]`);
  if (link) link.click();
});
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
