"use strict";
/* The view as a link: everything on show is in the address, and comes back from it. */
(function (PG) {
  PG.Link = class {
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
  };
})((window.PlanGraph = window.PlanGraph || {}));
