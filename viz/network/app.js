"use strict";
/* The picture on the screen: vis-network draws the cards and lines, this file says which, where and how bright. */
(function (PG) {
  const MOST_NODES = 2000; // more than these are offered as a table first
  const MARGIN = 270; // for the names of the lanes
  const NARROW = 0.9; // width to height below which rows are wrapped for an upright screen

  class View {
    constructor(root) {
      this.root = root;
      this.name = root.id;
      this.isPage = root.hasAttribute("data-page");
      this.data = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
      this.looks = this.data.looks;
      this.lang = this.data.lang;
      this.margin = MARGIN;
      this.part = (name) => root.querySelector(`[data-part="${name}"]`);
      this.say = (key, values) => PG.fill(this.data.texts[this.lang][key] ?? key, values || {});
      this.model = new PG.Model(this.data);
      this.stage = this.part("stage");
      this.selected = null;
      this.path = null; // {from, to, result, chosen}
      this.pathFrom = null;
      this.light = null;
      this.asTable = false;
      this.drawAnyway = false;
      this.readLink();
      this.makeNetwork();
      this.listen();
      this.redraw();
      this.restore();
    }

    /* --- drawing ---------------------------------------------------------------------------------------------------- */

    makeNetwork() {
      this.cards = new vis.DataSet();
      this.lines = new vis.DataSet();
      const options = {
        ...this.data.options,
        autoResize: true,
        nodes: { shape: "custom", ctxRenderer: (given) => this.renderCard(given), chosen: false },
        edges: { ...this.data.options.edges, chosen: false },
      };
      options.interaction = { ...options.interaction, zoomView: this.isPage };
      this.net = new vis.Network(this.part("canvas"), { nodes: this.cards, edges: this.lines }, options);
      this.net.on("beforeDrawing", (ctx) => {
        this.scale = this.net.getScale();
        PG.lanes(new PG.CanvasSurface(ctx), this.arrangement, this.looks.lanes, this.lang, this.margin, this.scale);
      });
      this.net.on("afterDrawing", () => {
        if (!this.drawnAt && this.cards.length) this.root.dataset.drawn = String(Math.round((this.drawnAt = performance.now())));
      });
    }

    renderCard({ ctx, id, x, y, state }) {
      const node = this.model.nodes.get(id);
      const look = this.look(node);
      return {
        drawNode: () => PG.card(new PG.CanvasSurface(ctx), node, { x, y, w: this.placeOf(id).w }, this.shape, { ...look, scale: this.scale, hover: state.hover }),
        nodeDimensions: { width: this.placeOf(id).w * look.size, height: this.shape.card[1] * look.size },
      };
    }

    look(node) {
      const hidden = this.badges.get(node.id) || 0;
      const open = !hidden && this.unfolded.has(node.id);
      return {
        size: this.sizeOf(node.id),
        light: this.light ? this.light.nodes.get(node.id) || 0 : 2,
        strongly: Boolean(this.light),
        selected: node.id === this.selected || node.id === this.pathFrom,
        mark: node.verdict ? this.looks.marks[node.verdict] : null,
        badge: hidden ? { text: `+${hidden}` } : open ? { text: "−", open } : null,
        kindName: this.kindLine(node),
        byBudget: this.model.byBudget,
        money: this.moneyOf(node),
        idle: node.level < 3 && !node.strong.length && !node.weak.length,
      };
    }

    /** A project's budget; of anything else, how many projects reach it over strong links, and theirs. */
    moneyOf(node) {
      const baht = PG.money(node.money, this.lang);
      if (node.kind === "Project") return node.money ? this.say("baht", { baht }) : "";
      if (!node.strong.length) return "";
      return this.say(node.lane === "own" ? "of_projects" : "of_strong", { count: node.strong.length, baht });
    }

    sizeOf(id) {
      if (!this.model.byBudget) return 1;
      const share = Math.sqrt((this.model.nodes.get(id).money || 0) / this.mostMoney);
      return 0.85 + 0.5 * share;
    }

    redraw() {
      const { model } = this;
      model.refresh();
      const grown = model.byBudget ? 1.3 : 1;
      this.shape = { ...this.data.geometry, pitch: this.data.geometry.pitch.map((each) => Math.round(each * grown)) };
      this.mostMoney = Math.max(1, ...[...model.nodes.values()].map((node) => node.money || 0));
      this.badges = new Map([...model.shown].map((id) => [id, model.foldedInto(id)]));
      this.unfolded = new Set([...model.shown].filter((id) => !model.folded.has(id) && model.canFold(id) && this.data.folded.includes(id)));
      const slots = this.shownNodes().map(({ id, lane, band }) => ({ id, lane, band }));
      this.arrangement = PG.arrange(slots, this.shape, this.aspect());
      this.offerTable(slots.length > MOST_NODES && !this.drawAnyway);
      const drawing = slots.length <= MOST_NODES || this.drawAnyway;
      this.relight();
      this.cards.clear();
      this.lines.clear();
      this.drawn = drawing ? model.lines() : [];
      if (drawing) {
        this.cards.add(slots.map(({ id }) => {
          const { x, y } = this.placeOf(id);
          return { id, x, y };
        }));
        this.sizeCards();
        this.lines.add(this.drawn.map((line, at) => ({ id: at, from: line.from, to: line.to, ...this.ink(line) })));
      }
      if (this.asTable) this.fillTable();
      this.status(this.say("on_show", { shown: slots.length, all: model.nodes.size }));
    }

    /** vis-network learns the size of a custom shape only by drawing it; clicks and lines need it before. */
    sizeCards() {
      for (const node of this.shownNodes()) {
        const { shape } = this.net.body.nodes[node.id];
        const { x, y, w } = this.placeOf(node.id);
        const size = this.sizeOf(node.id);
        Object.assign(shape, { width: w * size, height: this.shape.card[1] * size, radius: (w * size) / 2 });
        Object.assign(shape, { customSizeWidth: shape.width, customSizeHeight: shape.height, refreshNeeded: false });
        shape.updateBoundingBox(x, y);
      }
    }

    aspect() {
      const { clientWidth, clientHeight } = this.stage;
      const ratio = clientWidth / Math.max(1, clientHeight);
      return ratio < NARROW ? Math.max(0.45, ratio) : this.data.geometry.aspect;
    }

    shownNodes() {
      return [...this.model.shown].map((id) => this.model.nodes.get(id)).sort((a, b) => a.band - b.band || a.at - b.at);
    }

    placeOf(id) {
      return this.arrangement.places.get(id);
    }

    ink(line) {
      const look = this.wayLook(line.way);
      const lit = this.light ? Math.max(0, ...line.links.map((link) => this.light.links.get(link.at) || 0)) : 1;
      const opacity = this.light ? [0.05, 0.75, 1][lit] : line.way.basis === "planWide" ? 0.45 : 0.8;
      return {
        color: { color: look.color, opacity, inherit: false },
        width: look.width + (lit === 2 ? 1.8 : 0),
        dashes: look.dashes.length ? look.dashes : false,
      };
    }

    /** The lines as the paper needs them. */
    drawnLines() {
      return this.drawn.map((line) => {
        const { color, width, dashes } = this.ink(line);
        const from = { ...this.placeOf(line.from), id: line.from };
        const to = { ...this.placeOf(line.to), id: line.to };
        return { from, to, ink: { color: color.color, alpha: color.opacity, width, dashes }, sizes: [this.sizeOf(line.from), this.sizeOf(line.to)] };
      });
    }

    /* --- light ------------------------------------------------------------------------------------------------------ */

    relight(chain) {
      const { model, path } = this;
      const ofLinks = (links) => ({
        nodes: new Map(links.flatMap((link) => [[link.from, 2], [link.to, 2]])),
        links: new Map(links.map((link) => [link.at, 2])),
      });
      if (chain) this.light = ofLinks(chain.map((at) => model.links[at]));
      else if (path && path.result.found.length) this.light = ofLinks(path.result.found[path.chosen] || path.result.found[0]);
      else if (this.selected && model.shown.has(this.selected)) this.light = model.lit(this.selected);
      else this.light = null;
      if (this.light) { // what is folded away lights up its whole
        for (const [id, worth] of [...this.light.nodes]) {
          for (const whole of model.standIns(id)) this.light.nodes.set(whole, Math.max(worth, this.light.nodes.get(whole) || 0));
        }
      }
    }

    shine() {
      this.lines.update(this.drawn.map((line, at) => ({ id: at, ...this.ink(line) })));
      this.net.redraw();
    }

    lightChain(chain) {
      this.relight(chain);
      this.shine();
    }

    /* --- choosing --------------------------------------------------------------------------------------------------- */

    /** A node was pointed at, by whatever means. */
    pick(id) {
      if (this.pathFrom && id !== this.pathFrom) this.showPath(this.pathFrom, id, 0);
      else this.select(id);
    }

    select(id, { quiet = false } = {}) {
      this.path = null;
      this.pathFrom = null;
      this.selected = id;
      if (id && !this.model.shown.has(id)) this.reveal(id);
      this.relight();
      this.shine();
      if (id && !quiet) this.bringIn(id);
      this.showPanel(id ? PG.nodePanel(this, this.model.nodes.get(id)) : null);
      if (id) this.status(this.called(this.model.nodes.get(id)));
      this.writeLink();
    }

    /** Make a node visible: unfold what holds it, drop the filters that hide it. */
    reveal(id) {
      const { model } = this;
      const node = model.nodes.get(id);
      model.hiddenKinds.delete(node.kind);
      if (node.kind === "Project" && node.year && model.years.size) model.years.add(String(node.year));
      if (!model.kept.has(id)) {
        model.verdicts.clear();
        model.plan = "";
        model.strategy = "";
      }
      const waiting = [id];
      const seen = new Set(waiting);
      while (waiting.length) {
        for (const whole of model.parents.get(waiting.pop()) || []) {
          model.folded.delete(whole);
          if (!seen.has(whole)) waiting.push(whole);
          seen.add(whole);
        }
      }
      this.redraw();
      this.showSide();
    }

    startPath(id) {
      this.pathFrom = id;
      this.status(this.say("path_pick"));
      this.net.redraw();
    }

    showPath(from, to, chosen) {
      for (const id of [from, to]) if (!this.model.shown.has(id)) this.reveal(id);
      this.pathFrom = null;
      this.selected = null;
      this.path = { from, to, chosen, result: this.model.paths(from, to, 10) };
      this.relight();
      this.shine();
      this.showPanel(PG.pathPanel(this, from, to, this.path.result, chosen));
      this.status(this.say(this.path.result.found.length ? "paths_found" : "paths_none", { count: this.path.result.found.length }));
      this.writeLink();
    }

    choosePath(at) {
      if (!this.path || this.path.chosen === at) return;
      this.path.chosen = at;
      for (const link of this.path.result.found[at]) for (const id of [link.from, link.to]) if (!this.model.shown.has(id)) this.reveal(id);
      this.relight();
      this.shine();
      this.writeLink();
    }

    toggleFold(id) {
      const before = this.onScreen(id);
      const { folded } = this.model;
      if (folded.has(id)) folded.delete(id);
      else folded.add(id);
      this.redraw();
      this.keepInPlace(id, before);
      if (this.selected === id) this.showPanel(PG.nodePanel(this, this.model.nodes.get(id)));
      this.writeLink();
    }

    onScreen(id) {
      const place = this.placeOf(id);
      return place && this.net.canvasToDOM(place);
    }

    keepInPlace(id, before) {
      const after = this.onScreen(id);
      if (!before || !after) return;
      const scale = this.net.getScale();
      const centre = this.net.getViewPosition();
      this.net.moveTo({ position: { x: centre.x + (after.x - before.x) / scale, y: centre.y + (after.y - before.y) / scale }, scale });
    }

    change(act, refit) {
      act(this.model);
      this.redraw();
      this.showSide();
      this.showBar();
      if (refit) this.fit();
      if (this.selected) this.select(this.model.shown.has(this.selected) ? this.selected : null, { quiet: true });
      this.writeLink();
    }

    reset() {
      this.model.reset();
      this.select(null);
      this.change(() => {}, true);
    }

    /* --- the window on the picture ----------------------------------------------------------------------------------- */

    fit() {
      const { width, height } = this.arrangement;
      const { clientWidth, clientHeight } = this.part("canvas");
      const [left, right] = [-this.margin - 10, width + 26];
      const upright = clientWidth < 700;
      const scale = Math.min(clientWidth / (right - left), upright ? Infinity : clientHeight / (height + 20));
      const y = upright && scale * height > clientHeight ? height - clientHeight / scale / 2 + 10 : height / 2;
      this.net.moveTo({ position: { x: (left + right) / 2, y }, scale });
    }

    centre(id) {
      const position = this.placeOf(id);
      if (position) this.net.moveTo({ position, scale: Math.max(0.8, this.net.getScale()), animation: this.motion() });
      this.writeLink();
    }

    /** Move the picture only when the node is off screen. */
    bringIn(id) {
      if (this.isNarrow()) {
        setTimeout(() => this.fitLit(), 120); // once the panel has taken its half of the screen
        return;
      }
      const at = this.onScreen(id);
      const { clientWidth, clientHeight } = this.part("canvas");
      if (at && (at.x < 40 || at.y < 40 || at.x > clientWidth - 40 || at.y > clientHeight - 40)) {
        this.net.moveTo({ position: this.placeOf(id), scale: this.net.getScale(), animation: this.motion() });
      }
    }

    isNarrow() {
      return this.root.clientWidth < 700;
    }

    /** On a phone: show what is lit. */
    fitLit() {
      if (!this.light) return;
      const lit = [...this.light.nodes].filter(([id, worth]) => worth === 2 && this.placeOf(id)).map(([id]) => this.placeOf(id));
      const { clientWidth, clientHeight } = this.part("canvas");
      const [left, right] = [Math.min(...lit.map((p) => p.x - p.w / 2)), Math.max(...lit.map((p) => p.x + p.w / 2))];
      const [top, bottom] = [Math.min(...lit.map((p) => p.y)) - 60, Math.max(...lit.map((p) => p.y)) + 60];
      const scale = Math.min(0.8, clientWidth / (right - left + 40), clientHeight / (bottom - top + 20));
      const chosen = this.placeOf(this.selected);
      const whole = { x: (left + right) / 2, y: (top + bottom) / 2 };
      this.net.moveTo(scale < 0.22 && chosen ? { position: { x: chosen.x, y: chosen.y }, scale: 0.3 } : { position: whole, scale });
    }

    motion() {
      return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 300, easingFunction: "easeInOutQuad" };
    }
  }

  for (const part of [PG.Names, PG.Shell, PG.Link, PG.Hands]) {
    const { constructor, ...methods } = Object.getOwnPropertyDescriptors(part.prototype);
    Object.defineProperties(View.prototype, methods);
  }

  PG.View = View;
  PG.views = [];
  const start = () => document.querySelectorAll(".pg-net").forEach((root) => PG.views.push(new View(root)));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})((window.PlanGraph = window.PlanGraph || {}));
