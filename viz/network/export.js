"use strict";
/* The whole picture on paper: with its title, legend and lanes, as SVG and PNG and for print. */
(function (PG) {
  const MOST_PIXELS = 60e6;
  const HEAD = 96;
  const FOOT = 76;
  const EDGE = 24;

  /** Draw everything that is on show on a surface; `view` is the app. */
  function paint(surface, view, area) {
    surface.rect(area.x, area.y, area.width, area.height, 0, { fill: "#ffffff" });
    PG.textLines(view.model.data.title, 40, area.width - 2 * EDGE, 1, true).forEach((line) => {
      surface.text(line, area.x + EDGE, area.y + 52, { size: 40, fill: "#1b1b1b", bold: true });
    });
    surface.text(view.say("paper_subtitle"), area.x + EDGE, area.y + 84, { size: 20, fill: "#44546a" });
    PG.lanes(surface, view.arrangement, view.looks.lanes, view.lang, view.margin, 1);
    for (const line of view.drawnLines()) PG.line(surface, line.from, line.to, view.shape, line.ink, line.sizes);
    for (const node of view.shownNodes()) PG.card(surface, node, view.placeOf(node.id), view.shape, { ...view.look(node), scale: 1, selected: false, hover: false });
    legend(surface, view, area.x + EDGE, area.y + area.height - FOOT + 30);
  }

  function legend(surface, view, x, y) {
    let at = x;
    for (const basis of view.basesInUse()) {
      const look = view.basisLook(basis.id);
      surface.path([[at, y], [at + 56, y]], { stroke: look.color, width: look.width + 0.8, dash: look.dashes || [], open: true });
      const name = view.say(`basis_${basis.id}`);
      surface.text(name, at + 64, y + 6, { size: 18, fill: "#1b1b1b" });
      at += 64 + 12 * [...name].length * 0.72 + 40;
    }
  }

  function areaOf(view) {
    const { width, height } = view.arrangement;
    return { x: -view.margin - EDGE, y: -HEAD - EDGE, width: width + view.margin + 16 + 2 * EDGE, height: height + HEAD + FOOT + EDGE };
  }

  PG.svgPicture = function (view) {
    const area = areaOf(view);
    const surface = new PG.SvgSurface(area.x, area.y, area.width, area.height);
    paint(surface, view, area);
    return surface.root;
  };

  PG.saveSvg = function (view) {
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(PG.svgPicture(view))}`;
    save(new Blob([text], { type: "image/svg+xml" }), `${view.fileName()}.svg`);
  };

  PG.savePng = function (view) {
    const area = areaOf(view);
    const scale = Math.min(2, Math.sqrt(MOST_PIXELS / (area.width * area.height)), 16000 / area.width, 16000 / area.height);
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(area.width * scale);
    canvas.height = Math.ceil(area.height * scale);
    const ctx = canvas.getContext("2d");
    ctx.scale(scale, scale);
    ctx.translate(-area.x, -area.y);
    paint(new PG.CanvasSurface(ctx), view, area);
    canvas.toBlob((blob) => blob && save(blob, `${view.fileName()}.png`), "image/png");
  };

  function save(blob, name) {
    const link = PG.h("a", { href: URL.createObjectURL(blob), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
})((window.PlanGraph = window.PlanGraph || {}));
