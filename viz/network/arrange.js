"use strict";
/* How an order of cards becomes rows: the same as plangraph/outputs/layout.py, for the cards now on show. */
(function (PG) {
  PG.arrange = function (ordered, shape, aspect) {
    const bands = [];
    for (const slot of ordered) {
      const last = bands[bands.length - 1];
      if (last && last[0].band === slot.band) last.push(slot);
      else bands.push([slot]);
    }
    const lanesUsed = new Set(bands.map((band) => band[0].lane)).size;
    const columns = chooseColumns(bands.map((band) => band.length), lanesUsed, shape, aspect);
    const width = columns * shape.pitch[0];
    const places = new Map();
    const lanes = [];
    let y = 0;
    const sides = zigzag(bands.map((band) => band.length), shape, width);
    bands.forEach((band, at) => {
      if (at === 0 || bands[at - 1][0].lane !== band[0].lane) {
        y += lanes.length ? shape.gap : 0;
        lanes.push({ id: band[0].lane, top: y, bottom: y });
        y += shape.pad;
      }
      const rows = Math.ceil(band.length / columns);
      const perRow = Math.ceil(band.length / rows);
      band.forEach((slot, position) => {
        const column = Math.floor(position / rows);
        const row = position % rows;
        places.set(slot.id, {
          x: halfToEven(((column + 0.5) * width) / perRow) + sides[at],
          y: y + row * shape.pitch[1] + Math.floor(shape.pitch[1] / 2),
          w: Math.min(sides[at] ? shape.zigzag : shape.widest, Math.max(shape.card[0], Math.floor(width / perRow - shape.pitch[0] + shape.card[0]))),
        });
      });
      y += rows * shape.pitch[1];
      if (at + 1 === bands.length || bands[at + 1][0].lane !== band[0].lane) {
        y += shape.pad;
        lanes[lanes.length - 1].bottom = y;
      }
    });
    return { places, lanes, width, height: y };
  };

  function chooseColumns(sizes, lanes, shape, aspect) {
    const most = Math.min(shape.columns, Math.max(1, ...sizes));
    const fixed = lanes * (2 * shape.pad + shape.gap);
    let best = 1;
    let least = Infinity;
    for (let columns = 1; columns <= most; columns += 1) {
      const rows = sizes.reduce((sum, size) => sum + Math.ceil(size / columns), 0);
      const error = Math.abs((columns * shape.pitch[0]) / (fixed + shape.pitch[1] * rows) - aspect);
      if (error < least) [best, least] = [columns, error];
    }
    return best;
  }

  /** Single cards above each other step aside in turn, so that a line past one of them stays in sight. */
  function zigzag(sizes, shape, width) {
    const step = Math.min(Math.floor((3 * shape.pitch[0]) / 4), Math.floor((width - shape.pitch[0]) / 2));
    let side = -1;
    return sizes.map((size, at) => {
      if (size !== 1 || (sizes[at - 1] !== 1 && sizes[at + 1] !== 1)) {
        side = -1;
        return 0;
      }
      side = -side;
      return side * step;
    });
  }

  function halfToEven(value) { // as Python rounds
    const below = Math.floor(value);
    if (value - below !== 0.5) return Math.round(value);
    return below % 2 === 0 ? below : below + 1;
  }
})((window.PlanGraph = window.PlanGraph || {}));
