// The network of a page, loaded when it comes in sight; without scripts its link stays.
"use strict";
(() => {
  const load = (path, make) => new Promise((done, failed) => {
    const made = make(path);
    made.addEventListener("load", done);
    made.addEventListener("error", failed);
    document.head.append(made);
  });
  const style = (href) => Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const script = (src) => Object.assign(document.createElement("script"), { src, async: false });

  const open = async (room) => {
    const answer = await fetch(room.dataset.network);
    if (!answer.ok) return;
    const piece = await answer.json();
    await Promise.all(piece.styles.map((path) => load(path, style)));
    room.innerHTML = piece.html;
    for (const path of piece.scripts) await load(path, script);
  };
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      open(entry.target);
    }
  }, { rootMargin: "400px" });
  for (const room of document.querySelectorAll("[data-network]")) watcher.observe(room);
})();
