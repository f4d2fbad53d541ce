"use strict";
/* Elements from plain values. Text is always text: nothing here or elsewhere parses a name as HTML. */
(function (PG) {
  /** h("p", {class: "a", onclick: f}, "text", child, null) */
  PG.h = function (name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (key === "checked" || key === "value" || key === "open") element[key] = value;
      else element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  };

  /** A glyph of a kind as a small picture. */
  PG.swatch = function (shape, color) {
    const surface = new PG.SvgSurface(-11, -11, 22, 22);
    PG.glyph(surface, shape, 0, 0, 8.5, { fill: color });
    surface.root.setAttribute("aria-hidden", "true");
    surface.root.setAttribute("class", "pg-swatch");
    return surface.root;
  };

  /** A line of a basis as a small picture. */
  PG.lineSwatch = function ({ color, width, dashes }) {
    const surface = new PG.SvgSurface(0, 0, 44, 14);
    surface.path([[1, 7], [43, 7]], { stroke: color, width: width + 0.4, dash: dashes || [], open: true });
    surface.root.setAttribute("aria-hidden", "true");
    surface.root.setAttribute("class", "pg-swatch");
    return surface.root;
  };

  PG.money = (baht, lang) => new Intl.NumberFormat(lang === "th" ? "th-TH" : "en-US", { maximumFractionDigits: 2 }).format(baht);

  /** A sentence with its values: fill("{n} of {all}", {n: 1, all: 2}). */
  PG.fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
})((window.PlanGraph = window.PlanGraph || {}));
