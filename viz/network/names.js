"use strict";
/* What things are called and look like, and what there is to choose from: a part of the view. */
(function (PG) {
  const { h } = PG;

  PG.Names = class {
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
  };
})((window.PlanGraph = window.PlanGraph || {}));
