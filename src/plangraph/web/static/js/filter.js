// Hide the entries of a list that do not hold what is typed.
"use strict";
(() => {
  for (const input of document.querySelectorAll("[data-filter]")) {
    const entries = [...document.querySelectorAll(input.dataset.filter)];
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      for (const entry of entries) entry.hidden = !entry.textContent.toLowerCase().includes(wanted);
    });
  }
})();
