// What was read from a passage, shown beside it: on hover, on press and from the keyboard.
"use strict";
(() => {
  const panel = document.getElementById("reading");
  const list = panel.querySelector("ul");
  const hint = panel.querySelector(".hint");
  const readings = JSON.parse(document.getElementById("readings").textContent);
  let held = null;

  const show = (mark) => {
    for (const other of document.querySelectorAll("mark.on")) other.classList.remove("on");
    mark.classList.add("on");
    hint.hidden = true;
    list.replaceChildren(...mark.dataset.r.split(" ").map((key) => {
      const reading = readings[key];
      const item = document.createElement("li");
      const kind = document.createElement("small");
      kind.textContent = (reading.link ? "● " : "") + reading.kind;
      const link = document.createElement("a");
      link.href = reading.path;
      link.textContent = reading.label || reading.kind;
      item.append(kind, link);
      return item;
    }));
    panel.classList.add("open");
  };
  const markAt = (event) => (event.target instanceof Element ? event.target.closest("mark[data-r]") : null);

  document.addEventListener("mouseover", (event) => {
    const mark = markAt(event);
    if (mark && !held) show(mark);
  });
  document.addEventListener("click", (event) => {
    const mark = markAt(event);
    if (mark) { held = held === mark ? null : mark; show(mark); }
    else if (!panel.contains(event.target)) { held = null; panel.classList.remove("open"); }
  });
  document.addEventListener("keydown", (event) => {
    const mark = markAt(event);
    if (event.key === "Escape") { held = null; panel.classList.remove("open"); }
    if (mark && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); held = mark; show(mark); panel.querySelector("a")?.focus(); }
  });
  for (const mark of document.querySelectorAll("mark.link[data-r]")) { mark.tabIndex = 0; mark.setAttribute("role", "button"); }
  document.addEventListener("focusin", (event) => { const mark = markAt(event); if (mark && !held) show(mark); });

  const here = document.querySelector(".doc li.here") || (location.hash && document.querySelector(location.hash));
  if (here) {
    here.scrollIntoView({ block: "center" });
    const mark = here.querySelector("mark.link") || here.querySelector("mark[data-r]");
    if (mark) show(mark);
  }
})();
