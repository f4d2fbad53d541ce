"use strict";
/* Cards, glyphs, lines and lanes, drawn alike on a canvas (the screen, PNG) and as SVG (SVG, print). */
(function (PG) {
  const SVG = "http://www.w3.org/2000/svg";
  PG.FONT = '"Sarabun", "Noto Sans Thai", "Noto Sans Thai Looped", "Leelawadee UI", "Thonburi", "Laksaman", "Loma", sans-serif';
  PG.FAR = 0.5; // below this scale a card shows its number and the beginning of its name in large letters
  PG.SPECK = 0.13; // below this one, no letters at all
  const STRIP = 46;
  const measure = document.createElement("canvas").getContext("2d");
  const wrapped = new Map();

  PG.CanvasSurface = class {
    constructor(ctx) {
      this.ctx = ctx;
    }

    fade(alpha) {
      this.ctx.globalAlpha = alpha;
    }

    rect(x, y, w, h, r, { fill, stroke, width = 1, dash = [] }) {
      const { ctx } = this;
      ctx.beginPath();
      const [tl, tr, br, bl] = Array.isArray(r) ? r : [r, r, r, r];
      ctx.roundRect(x, y, w, h, [tl, tr, br, bl]);
      this.ink(fill, stroke, width, dash);
    }

    path(points, { fill, stroke, width = 1, dash = [], open = false }) {
      const { ctx } = this;
      ctx.beginPath();
      points.forEach(([x, y], at) => (at ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
      if (!open) ctx.closePath();
      this.ink(fill, stroke, width, dash);
    }

    circle(x, y, r, { fill, stroke, width = 1 }) {
      this.ctx.beginPath();
      this.ctx.arc(x, y, r, 0, 2 * Math.PI);
      this.ink(fill, stroke, width, []);
    }

    text(text, x, y, { size, fill, bold = false, align = "left" }) {
      const { ctx } = this;
      ctx.font = font(size, bold);
      ctx.textAlign = align;
      ctx.textBaseline = "alphabetic";
      ctx.fillStyle = fill;
      ctx.fillText(text, x, y);
    }

    ink(fill, stroke, width, dash) {
      const { ctx } = this;
      if (fill) {
        ctx.fillStyle = fill;
        ctx.fill();
      }
      if (stroke) {
        ctx.strokeStyle = stroke;
        ctx.lineWidth = width;
        ctx.setLineDash(dash);
        ctx.stroke();
        ctx.setLineDash([]);
      }
    }
  };

  PG.SvgSurface = class {
    constructor(x, y, width, height) {
      this.root = make("svg", { xmlns: SVG, viewBox: `${x} ${y} ${width} ${height}`, width, height, "font-family": PG.FONT });
      this.alpha = 1;
    }

    fade(alpha) {
      this.alpha = alpha;
    }

    add(name, attributes, { fill, stroke, width, dash = [] }) {
      const ink = { fill: fill || "none" };
      if (stroke) Object.assign(ink, { stroke, "stroke-width": width ?? 1 });
      if (stroke && dash.length) ink["stroke-dasharray"] = dash.join(" ");
      if (this.alpha < 1) ink.opacity = this.alpha;
      const element = make(name, { ...attributes, ...ink });
      this.root.append(element);
      return element;
    }

    rect(x, y, w, h, r, ink) {
      if (!Array.isArray(r)) return this.add("rect", { x, y, width: w, height: h, rx: r }, ink);
      const [a, b, c, d] = r;
      const corner = (radius, dx, dy) => (radius ? `a${radius} ${radius} 0 0 1 ${dx * radius} ${dy * radius}` : "");
      return this.add("path", {
        d: `M${x + a} ${y}H${x + w - b}${corner(b, 1, 1)}V${y + h - c}${corner(c, -1, 1)}H${x + d}${corner(d, -1, -1)}V${y + a}${corner(a, 1, -1)}Z`,
      }, ink);
    }

    path(points, ink) {
      return this.add(ink.open ? "polyline" : "polygon", { points: points.map((p) => p.map(round).join(",")).join(" ") }, ink);
    }

    circle(cx, cy, r, ink) {
      return this.add("circle", { cx, cy, r }, ink);
    }

    text(text, x, y, { size, fill, bold = false, align = "left" }) {
      const anchor = { left: "start", center: "middle", right: "end" }[align];
      const element = this.add("text", { x: round(x), y: round(y), "font-size": size, "text-anchor": anchor }, { fill });
      if (bold) element.setAttribute("font-weight", "700");
      element.textContent = printable(text);
    }
  };

  /** The outline of a shape of vis-network around a point. */
  PG.glyph = function (surface, shape, x, y, r, ink) {
    const ring = (count, turn, radii = [r]) => Array.from({ length: count }, (_, at) => {
      const angle = turn + (at * 2 * Math.PI) / count;
      const radius = radii[at % radii.length];
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    });
    const up = -Math.PI / 2;
    if (shape === "dot") surface.circle(x, y, r * 0.92, ink);
    else if (shape === "square") surface.path(ring(4, Math.PI / 4, [r * 1.15]), ink);
    else if (shape === "diamond") surface.path(ring(4, up, [r * 1.1]), ink);
    else if (shape === "triangle") surface.path(ring(3, up, [r * 1.1]), ink);
    else if (shape === "triangleDown") surface.path(ring(3, -up, [r * 1.1]), ink);
    else if (shape === "star") surface.path(ring(10, up, [r * 1.15, r * 0.5]), ink);
    else surface.path(ring(6, 0), ink);
  };

  /**
   * One card. `look`: {scale (of the screen; 1 on paper), size (1 or by budget), light (0 dim, 1, 2), selected, hover,
   * mark, badge, kindName, money}.
   */
  PG.card = function (surface, node, place, shape, look) {
    const w = place.w * look.size;
    const h = shape.card[1] * look.size;
    const x = place.x - w / 2;
    const y = place.y - h / 2;
    const idle = look.idle;
    const color = idle ? "#7d848c" : node.color;
    if (look.light === 1) surface.rect(x, y, w, h, 9, { fill: "#ffffff" }); // no line shows through
    surface.fade([0.13, 0.62, 1][look.light]);
    if (look.selected || look.hover) {
      surface.rect(x - 6, y - 6, w + 12, h + 12, 14, { fill: look.selected ? "#f0b400" : "#f6dc8f" });
    }
    surface.rect(x, y, w, h, 9, { fill: "#ffffff", stroke: color, width: look.strongly && look.light === 2 ? 3.4 : 1.6, dash: idle ? [6, 5] : [] });
    const strip = STRIP * look.size;
    surface.rect(x, y, strip, h, [9, 0, 0, 9], { fill: color });
    const far = look.scale < PG.FAR;
    const numbered = node.number && !(far && node.number.length > 4);
    PG.glyph(surface, node.shape, x + strip / 2, y + h * (numbered ? 0.34 : 0.5), (numbered ? 12 : 14) * look.size, { fill: "#ffffff" });
    if (look.scale >= PG.SPECK) {
      if (numbered) {
        const size = (node.number.length > 4 ? 12 : node.number.length > 3 ? 16 : far ? 25 : 21) * look.size;
        surface.text(node.number, x + strip / 2, y + h * 0.82, { size, fill: "#ffffff", bold: true, align: "center" });
      }
      words(surface, node, x + strip + 9 * look.size, y, w - strip - 18 * look.size, look, far, color);
    }
    if (look.mark) mark(surface, look.mark, x + w - 4, y + 4, far ? 17 : 12);
    if (look.badge) badge(surface, look.badge, x + w - 8, y + h, far);
    surface.fade(1);
  };

  function words(surface, node, x, y, width, look, far, color) {
    const k = look.size;
    if (far) {
      const money = look.byBudget && look.money;
      const large = money ? null : lines(node.name, 30 * k, width, 2, true); // a short name may stand in larger letters
      const [size, step, rows] = large && !large[large.length - 1].endsWith("…") ? [30 * k, 36 * k, large] : [23 * k, 27 * k, lines(node.name, 23 * k, width, money ? 2 : 3, true)];
      rows.forEach((line, at) => surface.text(line, x, y + size * 1.22 + at * step, { size, fill: "#1b1b1b", bold: true }));
      if (money) surface.text(look.money, x, y + (28 + 2 * 27) * k, { size, fill: color, bold: true });
      return;
    }
    const head = look.money ? `${look.kindName} · ${look.money}` : look.kindName;
    surface.text(lines(head, 13 * k, width - (look.mark ? 14 : 0), 1, true)[0], x, y + 18 * k, { size: 13 * k, fill: color, bold: true });
    lines(node.name, 16 * k, width, 3, false).forEach((line, at) => {
      surface.text(line, x, y + (38 + at * 22) * k, { size: 16 * k, fill: "#1b1b1b" });
    });
  }

  function mark(surface, { sign, color }, x, y, r) {
    surface.circle(x, y, r, { fill: color, stroke: "#ffffff", width: 2 });
    surface.text(sign, x, y + r * 0.42, { size: r * 1.25, fill: "#ffffff", bold: true, align: "center" });
  }

  PG.badgeBox = function (place, shape, size) {
    const x = place.x + (place.w * size) / 2 - 8;
    const y = place.y + (shape.card[1] * size) / 2;
    return { left: x - 56, right: x + 8, top: y - 20, bottom: y + 18 };
  };

  function badge(surface, { text, open }, x, y, far) {
    const size = far ? 20 : 13;
    const width = textWidth(text, size, true) + 16;
    surface.rect(x - width, y - size * 0.75, width, size * 1.5, size * 0.75, { fill: open ? "#ffffff" : "#1b1b1b", stroke: "#1b1b1b", width: 1.2 });
    surface.text(text, x - width / 2, y + size * 0.36, { size, fill: open ? "#1b1b1b" : "#ffffff", bold: true, align: "center" });
  }

  /** The bands behind the cards, with their names in the margin. */
  PG.lanes = function (surface, arrangement, looks, lang, margin, scale) {
    for (const lane of arrangement.lanes) {
      const look = looks.find((each) => each.id === lane.id);
      const height = lane.bottom - lane.top;
      surface.rect(-margin, lane.top, arrangement.width + margin + 16, height, 16, { fill: look.tint });
      const far = scale < PG.FAR;
      const size = far ? 40 : 26;
      const room = margin - 34;
      const name = lines(look[lang], size, room, 2, true);
      const about = paragraph(look[`about_${lang}`], size * 0.7, room, Math.max(1, Math.floor((height - 40 - name.length * size * 1.3) / size)));
      let y = lane.top + 18 + size;
      name.forEach((line) => {
        surface.text(line, -margin + 20, y, { size, fill: look.ink, bold: true });
        y += size * 1.3;
      });
      about.forEach((line) => {
        surface.text(line, -margin + 20, y, { size: size * 0.7, fill: look.ink });
        y += size * 0.7 * 1.45;
      });
    }
  };

  function paragraph(text, size, room, most) {
    return lines(text, size, room, most, false);
  }

  /** A straight line between two cards with an arrow at its end. */
  PG.line = function (surface, from, to, shape, ink, sizes) {
    const [x1, y1] = border(from, to, shape, sizes[0]);
    const [x2, y2] = border(to, from, shape, sizes[1]);
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (length < 1) return;
    const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
    const head = 7 + ink.width * 1.5;
    surface.fade(ink.alpha ?? 1);
    surface.path([[x1, y1], [x2 - dx * head, y2 - dy * head]], { stroke: ink.color, width: ink.width, dash: ink.dashes || [], open: true });
    const side = head * 0.42;
    surface.path([
      [x2, y2],
      [x2 - dx * head - dy * side, y2 - dy * head + dx * side],
      [x2 - dx * head + dy * side, y2 - dy * head - dx * side],
    ], { fill: ink.color });
    surface.fade(1);
  };

  function border(from, to, shape, size) {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const [w, h] = [(from.w * size) / 2 + 2, (shape.card[1] * size) / 2 + 2];
    const k = Math.min(dx ? w / Math.abs(dx) : Infinity, dy ? h / Math.abs(dy) : Infinity);
    return Number.isFinite(k) ? [from.x + dx * k, from.y + dy * k] : [from.x, from.y];
  }

  /* --- Thai text -------------------------------------------------------------------------------------------------- */

  const segmenter = window.Intl && Intl.Segmenter ? new Intl.Segmenter("th", { granularity: "word" }) : null;
  const CLUSTER = /[เแโใไ]?[\s\S][\u0e30-\u0e3a\u0e45-\u0e4e\u0300-\u036f]*/gu;

  function pieces(text) {
    const found = segmenter ? Array.from(segmenter.segment(text), (part) => part.segment) : text.match(CLUSTER) || [];
    return found.reduce((joined, piece) => {
      const last = joined[joined.length - 1];
      if (last !== undefined && (/^[.,:;)\]”’ๆฯ%\u0e30-\u0e3a\u0e45-\u0e4e]/.test(piece) || /[.(“‘[]$/.test(last))) joined[joined.length - 1] += piece;
      else joined.push(piece);
      return joined;
    }, []);
  }

  /** At most `most` lines that fit the width; what is left out ends in an ellipsis. */
  function lines(text, size, width, most, bold) {
    const key = `${size}|${width}|${most}|${bold}|${text}`;
    if (!wrapped.has(key)) {
      if (wrapped.size > 20000) wrapped.clear();
      wrapped.set(key, wrap(printable(text), size, width, most, bold));
    }
    return wrapped.get(key);
  }
  PG.textLines = lines;

  function wrap(text, size, width, most, bold) {
    const done = [""];
    for (const piece of pieces(text)) {
      const longer = done[done.length - 1] + piece;
      if (textWidth(longer.trimEnd(), size, bold) <= width) {
        done[done.length - 1] = longer;
      } else if (done.length === most) {
        done[most - 1] = cut(longer, size, width, bold);
        return done;
      } else if (textWidth(piece, size, bold) > width) {
        done[done.length - 1] = cut(longer, size, width, bold);
        return done;
      } else {
        done.push(piece.trimStart());
      }
    }
    return done.map((line) => line.trim());
  }

  function cut(text, size, width, bold) {
    const clusters = text.match(CLUSTER) || [];
    while (clusters.length && textWidth(`${clusters.join("").trimEnd()}…`, size, bold) > width) clusters.pop();
    return `${clusters.join("").trim()}…`;
  }

  function textWidth(text, size, bold) {
    measure.font = font(size, bold);
    return measure.measureText(text).width;
  }

  function font(size, bold) {
    return `${bold ? "700 " : ""}${size}px ${PG.FONT}`;
  }

  function printable(text) {
    return String(text).replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, "\ufffd");
  }

  function make(name, attributes) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) if (key !== "xmlns") element.setAttribute(key, value);
    return element;
  }

  function round(value) {
    return Math.round(value * 10) / 10;
  }
})((window.PlanGraph = window.PlanGraph || {}));
