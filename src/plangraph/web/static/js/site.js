// Suggestions while typing, copy and print buttons. Every page works without it.
"use strict";
(() => {
  const el = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = button.dataset.done;
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  for (const input of document.querySelectorAll("[data-suggest]")) {
    const form = input.closest("form");
    let list = null;
    let timer = 0;
    let latest = 0;
    const close = () => { if (list) list.remove(); list = null; };
    const show = (found) => {
      close();
      if (!found.length) return;
      list = el("ul", "", { class: "suggest" });
      for (const each of found) {
        const link = el("a", each.label, { href: each.path });
        link.append(el("small", each.year ? `${each.kind} · ${each.year}` : each.kind));
        const item = el("li");
        item.append(link);
        list.append(item);
      }
      form.append(list);
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      const text = input.value.trim();
      if (text.length < 2) { close(); return; }
      timer = setTimeout(async () => {
        const mine = ++latest;
        const answer = await fetch(`/search?format=json&q=${encodeURIComponent(text)}`);
        if (answer.ok && mine === latest) show(await answer.json());
      }, 150);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { close(); input.focus(); }
      if (!list || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      event.preventDefault();
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      if (at < 0) input.focus();
      else links[Math.min(at, links.length - 1)].focus();
    });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) setTimeout(close, 150); });
  }
})();
