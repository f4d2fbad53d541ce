"use strict";
/* The page around the picture: panel, bar, legend, table, language. */
(function (PG) {
  const { h } = PG;

  PG.Shell = class {
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
  };
})((window.PlanGraph = window.PlanGraph || {}));
