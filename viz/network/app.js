"use strict";
/* The picture on the screen: vis-network draws the cards and lines, this file says which, where and how bright. */
(function (PG) {
  const { h } = PG;
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

    /* --- names ----------------------------------------------------------------------------------------------------- */

    kindLook(kind) {
      return this.looks.kinds[kind] || this.looks.kinds.other;
    }

    kindLine(node) {
      const name = this.kindLook(node.kind)[this.lang];
      return node.number ? `${name} ${node.number}` : name;
    }

    called(node) {
      return node.kind === "Project" || !node.number ? node.name : `${this.kindLine(node)} ${node.name}`;
    }

    nodeLink(node) {
      const follow = (event) => {
        event.preventDefault();
        this.pick(node.id);
      };
      return h("a", { class: "pg-node", href: `#${new URLSearchParams({ sel: node.id })}`, onclick: follow }, this.called(node));
    }

    elementLink(node) {
      const pattern = this.root.dataset.element;
      if (!pattern) return this.called(node);
      return h("a", { href: pattern.replace("{id}", node.id.split("/").map(encodeURIComponent).join("/")) }, this.called(node));
    }

    place(at) {
      const [document, first, last] = this.data.passages[at];
      const lines = first === last ? first : `${first}–${last}`;
      return this.say(document === this.ownDocument() ? "line" : "place", { document: this.data.documents[document] || document, lines });
    }

    /** The document that is understood where none is named: the only one that is no reference file. */
    ownDocument() {
      const own = Object.keys(this.data.documents).filter((id) => !id.startsWith("reference/"));
      return own.length === 1 ? own[0] : null;
    }

    lineLink(at) {
      const [document, first] = this.data.passages[at];
      const pattern = this.root.dataset.line;
      if (!pattern) return this.place(at);
      const path = document.split("/").map(encodeURIComponent).join("/");
      return h("a", { href: pattern.replace("{document}", path).replace("{line}", first) }, this.place(at));
    }

    fileName() {
      return (this.data.focus || "plangraph").replace(/[^\w.-]+/g, "-");
    }

    basisLook(id) {
      const strong = ["stated", "confirmed", "positioned"].includes(id);
      const dash = ["proposed", "series"].includes(id) ? id : strong ? "strong" : "weak";
      return { ...this.looks.bases[id], dashes: this.looks.dashes[dash] };
    }

    wayLook(way) {
      return { ...this.looks.bases[way.basis], dashes: this.looks.dashes[this.model.style(way)] };
    }

    endsInPlan(links) {
      const end = this.model.nodes.get(links[links.length - 1].to);
      return end.kind === "Plan";
    }

    /* --- what there is to choose from ------------------------------------------------------------------------------- */

    basesInUse() {
      const counts = new Map();
      for (const link of this.model.links) for (const basis of new Set(link.ways.map((way) => way.basis))) counts.set(basis, (counts.get(basis) || 0) + 1);
      return Object.keys(this.looks.bases).filter((id) => counts.has(id)).map((id) => ({ id, count: counts.get(id) }));
    }

    kindsInUse() {
      const counts = new Map();
      for (const node of this.model.nodes.values()) counts.set(node.kind, (counts.get(node.kind) || 0) + 1);
      const known = Object.keys(this.looks.kinds);
      return [...counts.keys()].sort((a, b) => known.indexOf(a) - known.indexOf(b)).map((id) => ({ id, count: counts.get(id), look: this.kindLook(id), shape: this.kindLook(id).shape }));
    }

    yearsInUse() {
      const counts = new Map();
      for (const node of this.model.nodes.values()) if (node.kind === "Project" && node.year) counts.set(String(node.year), (counts.get(String(node.year)) || 0) + 1);
      return [...counts.keys()].sort().reverse().map((year) => ({ year, count: counts.get(year) }));
    }

    countVerdict(id) {
      return [...this.model.nodes.values()].filter((node) => node.verdict === id && this.inYears(node)).length;
    }

    inYears(node) {
      return !this.model.years.size || !node.year || this.model.years.has(String(node.year));
    }

    strategies() {
      const of = (test) => [...this.model.nodes.values()].filter(test).sort((a, b) => (a.number > b.number ? 1 : -1));
      return [
        [this.say("own_strategies"), of((node) => node.kind === "Strategy" && node.lane === "own")],
        [this.say("national_strategies"), of((node) => node.kind === "NationalStrategy")],
      ].filter(([, nodes]) => nodes.length);
    }

    plans() {
      const plans = [...this.model.nodes.values()].filter((node) => node.kind === "Plan");
      return [1, 2, 3].map((level) => [this.say("level_n", { level }), plans.filter((node) => node.level === level)]).filter(([, nodes]) => nodes.length);
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
        this.lines.add(this.drawn.map((line, at) => ({ id: at, from: line.from, to: line.to, ...this.ink(line) })));
      }
      if (this.asTable) this.fillTable();
      this.status(this.say("on_show", { shown: slots.length, all: model.nodes.size }));
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
      this.net.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale });
    }

    motion() {
      return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 300, easingFunction: "easeInOutQuad" };
    }

    /* --- the page around it ------------------------------------------------------------------------------------------ */

    showPanel(content) {
      const panel = this.part("panel");
      panel.hidden = !content;
      panel.replaceChildren(...(content || []).flat(2).filter(Boolean));
      panel.scrollTop = 0;
    }

    showBar() {
      this.part("bar").replaceChildren(...PG.bar(this));
    }

    showSide() {
      this.part("side").replaceChildren(...PG.side(this).filter(Boolean));
    }

    sideOpen() {
      return !this.part("side").hidden;
    }

    toggleSide() {
      this.part("side").hidden = !this.part("side").hidden;
      this.showBar();
    }

    toggleTable(on) {
      this.asTable = on ?? !this.asTable;
      this.part("table").hidden = !this.asTable;
      this.stage.classList.toggle("pg-behind", this.asTable);
      if (this.asTable) this.fillTable();
      this.showBar();
      this.writeLink();
    }

    fillTable() {
      this.part("table").replaceChildren(PG.tableOf(this, this.shownNodes()));
    }

    offerTable(needed) {
      const offer = this.part("offer");
      offer.hidden = !needed;
      if (!needed) return;
      const count = this.model.shown.size;
      offer.replaceChildren(
        h("p", null, this.say("too_many", { count })),
        h("button", { type: "button", "data-act": "offer_table", onclick: () => { offer.hidden = true; this.toggleTable(true); } }, this.say("as_table")),
        h("button", { type: "button", "data-act": "offer_draw", onclick: () => { this.drawAnyway = true; this.redraw(); this.fit(); } }, this.say("draw_anyway")));
    }

    status(text) {
      this.part("status").textContent = text;
    }

    setLang(lang) {
      this.lang = lang;
      this.root.lang = lang;
      if (this.isPage) document.documentElement.lang = lang;
      this.dress();
      this.redraw();
      if (this.path) this.showPath(this.path.from, this.path.to, this.path.chosen);
      else if (this.selected) this.select(this.selected, { quiet: true });
      this.writeLink();
    }

    dress() {
      this.stage.setAttribute("aria-label", this.say("stage"));
      this.part("panel").setAttribute("aria-label", this.say("panel"));
      this.part("side").setAttribute("aria-label", this.say("filters"));
      this.part("table").setAttribute("aria-label", this.say("as_table"));
      this.showBar();
      this.showSide();
    }

    copyLink() {
      const { href } = window.location;
      const done = () => this.status(this.say("link_copied"));
      if (navigator.clipboard) navigator.clipboard.writeText(href).then(done, () => this.status(href));
      else this.status(href);
    }

    /* --- the link ----------------------------------------------------------------------------------------------------- */

    state() {
      const { model } = this;
      const join = (each) => [...each].join(",");
      const state = {
        lang: this.lang === this.data.lang ? "" : this.lang,
        sel: this.selected || "",
        path: this.path ? [this.path.from, this.path.to, this.path.chosen].join(",") : "",
        open: join(this.data.folded.filter((id) => !model.folded.has(id))),
        shut: join([...model.folded].filter((id) => !this.data.folded.includes(id))),
        kinds: join(model.hiddenKinds),
        bases: join(model.hiddenBases),
        verdicts: join(model.verdicts),
        years: join(model.years) === this.data.years.join(",") ? "" : join(model.years) || "none",
        plan: model.plan,
        strategy: model.strategy,
        budget: model.byBudget ? "1" : "",
        table: this.asTable ? "1" : "",
      };
      if (this.moved) {
        const { x, y } = this.net.getViewPosition();
        state.at = [x, y].map(Math.round).concat(this.net.getScale().toFixed(3)).join(",");
      }
      return Object.fromEntries(Object.entries(state).filter(([, value]) => value));
    }

    writeLink() {
      if (!this.ready) return;
      const text = new URLSearchParams(this.state()).toString();
      if (`#${text}` !== window.location.hash) window.history.replaceState(null, "", text ? `#${text}` : window.location.pathname + window.location.search);
    }

    readLink() {
      const link = new URLSearchParams(window.location.hash.slice(1));
      const { model } = this;
      const known = (id) => model.nodes.has(id);
      const list = (key) => (link.get(key) || "").split(",").filter(Boolean);
      if (["th", "en"].includes(link.get("lang"))) this.lang = link.get("lang");
      model.reset();
      list("open").forEach((id) => model.folded.delete(id));
      list("shut").filter(known).forEach((id) => model.folded.add(id));
      list("kinds").forEach((id) => model.hiddenKinds.add(id));
      list("bases").forEach((id) => model.hiddenBases.add(id));
      list("verdicts").filter((id) => id in this.looks.marks).forEach((id) => model.verdicts.add(id));
      if (link.has("years")) model.years = new Set(list("years").filter((year) => /^\d+$/.test(year)));
      for (const key of ["plan", "strategy"]) if (known(link.get(key))) model[key] = link.get(key);
      model.byBudget = link.get("budget") === "1";
      this.wanted = {
        sel: known(link.get("sel")) ? link.get("sel") : null,
        path: list("path").slice(0, 2).every(known) && list("path").length === 3 ? list("path") : null,
        at: list("at").map(Number),
        table: link.get("table") === "1",
      };
    }

    /** After the first drawing: what the link asks for. */
    restore() {
      const { wanted } = this;
      if (this.isPage) document.documentElement.lang = this.lang;
      this.root.lang = this.lang;
      this.part("side").hidden = this.root.clientWidth < 1000 || !this.isPage;
      this.dress();
      this.net.setSize("100%", "100%");
      this.fit();
      if (wanted.path) this.showPath(wanted.path[0], wanted.path[1], Number(wanted.path[2]) || 0);
      else if (wanted.sel) this.select(wanted.sel, { quiet: true });
      else if (this.data.focus && this.data.view !== "plan" && this.isPage) this.select(this.data.focus, { quiet: true });
      else this.showPanel(null);
      if (wanted.table) this.toggleTable(true);
      if (wanted.at.length === 3 && wanted.at.every(Number.isFinite) && wanted.at[2] > 0) {
        this.moved = true;
        this.net.moveTo({ position: { x: wanted.at[0], y: wanted.at[1] }, scale: wanted.at[2] });
      }
      this.ready = true;
    }

    /* --- hands --------------------------------------------------------------------------------------------------------- */

    listen() {
      this.net.on("click", ({ nodes, pointer }) => {
        const badge = this.badgeAt(pointer.canvas);
        if (badge) this.toggleFold(badge);
        else if (nodes.length) this.pick(nodes[0]);
        else if (this.selected || this.path) this.select(null);
      });
      this.net.on("doubleClick", ({ nodes }) => nodes.length && this.model.canFold(nodes[0]) && this.toggleFold(nodes[0]));
      this.net.on("hoverNode", ({ node }) => this.status(this.called(this.model.nodes.get(node))));
      const moved = () => {
        this.moved = true;
        this.writeLink();
      };
      this.net.on("dragEnd", moved);
      this.net.on("zoom", () => {
        clearTimeout(this.zooming);
        this.zooming = setTimeout(moved, 300);
      });
      this.stage.addEventListener("keydown", (event) => this.key(event));
      (this.isPage ? document : this.root).addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !event.defaultPrevented && (this.selected || this.path || this.pathFrom)) {
          this.select(null);
          this.stage.focus();
        } else if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
          event.preventDefault();
          this.part("query").focus();
        }
      });
      if (!this.isPage) { // a page scrolls over the picture until it is entered
        this.stage.addEventListener("focusin", () => this.net.setOptions({ interaction: { zoomView: true } }));
        this.stage.addEventListener("focusout", () => this.net.setOptions({ interaction: { zoomView: false } }));
      }
      window.addEventListener("hashchange", () => {
        this.ready = false;
        this.readLink();
        this.redraw();
        this.restore();
      });
      window.addEventListener("beforeprint", () => this.part("paper").replaceChildren(PG.svgPicture(this)));
      window.addEventListener("afterprint", () => this.part("paper").replaceChildren());
    }

    badgeAt(point) {
      return this.shownNodes().map((node) => node.id).find((id) => {
        if (!this.badges.get(id) && !this.unfolded.has(id)) return false;
        const box = PG.badgeBox(this.placeOf(id), this.shape, this.sizeOf(id));
        return point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom;
      });
    }

    key(event) {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (step) {
        const next = this.beside(step);
        if (next) this.select(next);
      } else if (event.key === "Enter" && this.selected) {
        this.part("panel").querySelector("h2")?.focus();
      } else if (event.key === " " && this.selected && this.model.canFold(this.selected)) {
        this.toggleFold(this.selected);
      } else if (event.key === "+" || event.key === "-") {
        this.net.moveTo({ scale: this.net.getScale() * (event.key === "+" ? 1.25 : 0.8) });
      } else if (event.key === "0") {
        this.fit();
      } else return;
      event.preventDefault();
    }

    /** The nearest card in a direction; without a selected one, the first project or the first card. */
    beside([dx, dy]) {
      const here = this.selected && this.placeOf(this.selected);
      if (!here) return (this.shownNodes().find((node) => node.kind === "Project") || this.shownNodes()[0])?.id;
      let best = null;
      let least = Infinity;
      for (const [id, place] of this.arrangement.places) {
        const ahead = (place.x - here.x) * dx + (place.y - here.y) * dy;
        const aside = Math.abs((place.x - here.x) * dy) + Math.abs((place.y - here.y) * dx);
        if (ahead <= 0) continue;
        const far = ahead + aside * (dx ? 8 : 0.6);
        if (far < least) [best, least] = [id, far];
      }
      return best;
    }
  }

  PG.View = View;
  PG.views = [];
  const start = () => document.querySelectorAll(".pg-net").forEach((root) => PG.views.push(new View(root)));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})((window.PlanGraph = window.PlanGraph || {}));
