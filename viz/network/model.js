"use strict";
/* What the network holds and what of it is on show; knows nothing of the page. */
(function (PG) {
  const NO_CHAIN = new Set(["proposed", "series"]);

  const DETOUR = 6; // hops an alternative path may always take; longer ones only 2 more than the shortest

  PG.Model = class {
    constructor(data) {
      this.data = data;
      this.nodes = new Map();
      data.nodes.forEach((drawn, at) => {
        const facts = data.facts[drawn.id] || {};
        this.nodes.set(drawn.id, {
          ...facts, id: drawn.id, at, name: drawn.label, shape: drawn.shape, color: drawn.color, band: drawn.level,
          lane: drawn.lane, key: PG.fold(`${drawn.label} ${facts.number || ""}`),
        });
      });
      const ids = data.nodes.map((drawn) => drawn.id);
      for (const node of this.nodes.values()) {
        node.strong = (node.strong || []).map((at) => ids[at]);
        node.weak = (node.weak || []).map((at) => ids[at]);
        node.money = node.baht ?? node.strong.reduce((sum, id) => sum + (this.nodes.get(id).baht || 0), 0);
      }
      this.links = data.links.map((link, at) => ({ ...link, at, look: data.edges[at] }));
      this.parents = new Map();
      this.children = new Map();
      for (const link of this.links.filter((each) => each.part)) {
        push(this.parents, link.from, link.to);
        push(this.children, link.to, link.from);
      }
      this.reset();
    }

    reset() {
      this.folded = new Set(this.data.folded);
      this.hiddenKinds = new Set();
      this.hiddenBases = new Set();
      this.verdicts = new Set();
      this.years = new Set(this.data.years.map(String));
      this.plan = "";
      this.strategy = "";
      this.byBudget = false;
    }

    /* --- what is on show --------------------------------------------------------------------------------------- */

    refresh() {
      this.open = this.links.map((link) => bestWay(link, this.hiddenBases));
      this.out = new Map();
      this.into = new Map();
      this.links.forEach((link, at) => {
        if (!this.open[at]) return;
        push(this.out, link.from, link);
        push(this.into, link.to, link);
      });
      this.shown = this.afterFolding(this.afterFilters());
      return this.shown;
    }

    afterFilters() {
      let kept = new Set([...this.nodes.values()].filter((node) => this.fits(node)).map((node) => node.id));
      for (const seeds of [this.ofPlan(), this.strategy && [this.strategy]]) {
        if (seeds) kept = intersect(kept, this.related(seeds));
      }
      return this.narrowed() ? this.withoutIdle(kept) : kept;
    }

    fits(node) {
      if (this.hiddenKinds.has(node.kind)) return false;
      if (node.kind !== "Project") return true;
      if (this.years.size && node.year && !this.years.has(String(node.year))) return false;
      return !this.verdicts.size || this.verdicts.has(node.verdict);
    }

    narrowed() {
      return this.verdicts.size > 0 || this.plan || this.strategy;
    }

    ofPlan() {
      if (!this.plan) return null;
      return [...this.nodes.values()].filter((n) => n.plan === this.plan || n.id === this.plan).map((n) => n.id);
    }

    /** What the projects that are left reach, and their own parts. */
    withoutIdle(kept) {
      const left = new Set([...kept].filter((id) => this.nodes.get(id).kind === "Project"));
      const reached = new Set([...left, ...[...left].flatMap((id) => [...this.walk(id, "up").keys()])]);
      return new Set([...kept].filter((id) => {
        const inside = this.nodes.get(id).level === 1 && this.related([id]);
        return reached.has(id) || (this.parents.get(id) || []).some((whole) => left.has(whole))
          || (inside && [...inside].some((other) => left.has(other)));
      }));
    }

    /** What leads to some nodes and where they lead; of our own plan's, also where their projects lead. */
    related(seeds) {
      const found = new Set(seeds);
      for (const seed of seeds) {
        const below = [...this.walk(seed, "down").keys()];
        const own = this.nodes.get(seed).lane === "own";
        const starts = own ? below.filter((id) => this.nodes.get(id).kind === "Project") : [];
        for (const id of below) found.add(id);
        for (const start of [seed, ...starts]) for (const id of this.walk(start, "up").keys()) found.add(id);
      }
      return found;
    }

    afterFolding(kept) {
      const hidden = new Map();
      const isHidden = (id, above) => {
        if (!hidden.has(id)) {
          const wholes = (this.parents.get(id) || []).filter((whole) => !above.has(whole) && kept.has(whole));
          hidden.set(id, wholes.length > 0 && wholes.every(
            (whole) => this.folded.has(whole) || isHidden(whole, new Set([...above, id]))));
        }
        return hidden.get(id);
      };
      this.kept = kept;
      return new Set([...kept].filter((id) => !isHidden(id, new Set([id]))));
    }

    /** How many parts of a node, at any depth, are folded away. */
    foldedInto(id) {
      const seen = new Set();
      const waiting = this.folded.has(id) || !this.shown.has(id) ? [id] : [];
      while (waiting.length) {
        for (const part of this.children.get(waiting.pop()) || []) {
          if (this.kept.has(part) && !this.shown.has(part) && !seen.has(part)) {
            seen.add(part);
            waiting.push(part);
          }
        }
      }
      return seen.size;
    }

    canFold(id) {
      return (this.children.get(id) || []).some((part) => this.kept.has(part));
    }

    /** Where a node that is folded away is to be seen: in the nearest of its wholes. */
    standIns(id) {
      if (this.shown.has(id)) return [id];
      if (!this.kept.has(id)) return [];
      const seen = new Set([id]);
      let waiting = [id];
      while (waiting.length) {
        const next = waiting.flatMap((each) => this.parents.get(each) || []).filter((whole) => !seen.has(whole));
        const found = next.filter((whole) => this.shown.has(whole));
        if (found.length) return [...new Set(found)];
        next.forEach((whole) => seen.add(whole));
        waiting = next;
      }
      return [];
    }

    /** The lines to draw: links of what is folded away run to its whole, equal ones are drawn once. */
    lines() {
      const lines = new Map();
      this.links.forEach((link, at) => {
        const way = this.open[at];
        if (!way) return;
        for (const from of this.standIns(link.from)) {
          for (const to of this.standIns(link.to)) {
            if (from === to) continue;
            const direct = from === link.from && to === link.to;
            const key = `${from}\n${to}\n${direct ? at : this.style(way)}`;
            if (!lines.has(key)) lines.set(key, { from, to, way, links: [] });
            lines.get(key).links.push(link);
          }
        }
      });
      return [...lines.values()];
    }

    style(way) {
      if (NO_CHAIN.has(way.basis)) return way.basis;
      return way.strong ? "strong" : "weak";
    }

    /* --- ways -------------------------------------------------------------------------------------------------- */

    /** Everything reached from a node, and whether over strong links alone; level 1 is reached, never passed. */
    walk(start, way) {
      const found = new Map();
      for (const onlyStrong of [true, false]) {
        let frontier = [start];
        const seen = new Set(frontier);
        while (frontier.length) {
          const next = [];
          for (const id of frontier) {
            for (const link of this.steps(id, way, start)) {
              const other = way === "up" ? link.to : link.from;
              if (seen.has(other) || (onlyStrong && !this.open[link.at].strong)) continue;
              seen.add(other);
              if (!found.has(other)) found.set(other, onlyStrong);
              next.push(other);
            }
          }
          frontier = next;
        }
      }
      found.delete(start);
      return found;
    }

    steps(id, way, start) {
      const links = (way === "up" ? this.out : this.into).get(id) || [];
      return links.filter((link) => {
        if (NO_CHAIN.has(this.open[link.at].basis)) return false;
        if (way === "up") return this.nodes.get(id).level !== 1 || id === start || link.part;
        return this.nodes.get(link.from).level !== 1 || link.part; // down from level 1 its own parts come first
      });
    }

    /** The strongest and then shortest simple paths from one node to another; failing that, ways that also run down. */
    paths(from, to, most) {
      for (const [start, end, either] of [[from, to, false], [to, from, false], [from, to, true]]) {
        const found = this.simplePaths(start, end, either, most * 20);
        if (found.length) {
          found.sort((a, b) => this.weakHops(a) - this.weakHops(b) || a.length - b.length);
          return { start, end, either, found: found.slice(0, most), more: Math.max(0, found.length - most) };
        }
      }
      return { start: from, end: to, either: true, found: [], more: 0 };
    }

    weakHops(path) {
      return path.filter((link) => !this.open[link.at].strong).length;
    }

    next(id, either) {
      const up = this.steps(id, "up", id).map((link) => [link, link.to]);
      const allowed = either || this.nodes.get(id).level !== 1 ? up : up.filter(([link]) => link.part);
      return either ? allowed.concat(this.steps(id, "down", id).map((link) => [link, link.from])) : allowed;
    }

    simplePaths(start, end, either, most) {
      const far = this.distances(end, either);
      if (!far.has(start)) return [];
      const limit = Math.max(far.get(start) + 2, DETOUR);
      const found = [];
      const extend = (id, path, seen) => {
        if (found.length >= most) return;
        if (id === end) {
          found.push(path);
          return;
        }
        for (const [link, other] of this.next(id, either)) {
          if (seen.has(other) || !(path.length + 1 + (far.get(other) ?? Infinity) <= limit)) continue;
          extend(other, [...path, link], new Set([...seen, other]));
        }
      };
      extend(start, [], new Set([start]));
      return found;
    }

    distances(end, either) {
      const far = new Map([[end, 0]]);
      const waiting = [end];
      while (waiting.length) {
        const id = waiting.shift();
        const back = (this.into.get(id) || []).map((link) => [link, link.from]);
        const ahead = either ? (this.out.get(id) || []).map((link) => [link, link.to]) : [];
        for (const [link, other] of back.concat(ahead)) {
          if (far.has(other) || NO_CHAIN.has(this.open[link.at].basis)) continue;
          far.set(other, far.get(id) + 1);
          waiting.push(other);
        }
      }
      return far;
    }

    /** What lights up for a node: 2 over strong links alone, 1 over weak ones; nodes by id, links by place. */
    lit(id) {
      const nodes = new Map([[id, 2]]);
      const links = new Map();
      const node = this.nodes.get(id);
      const light = (map, key, worth) => map.set(key, Math.max(worth, map.get(key) || 0));
      if (node.chains) {
        for (const chain of node.chains) {
          const open = chain.map((at) => this.open[at]);
          if (!open.every(Boolean)) continue;
          const worth = open.every((way) => way.strong) ? 2 : 1;
          for (const at of chain) {
            light(links, at, worth);
            light(nodes, this.links[at].from, worth);
            light(nodes, this.links[at].to, worth);
          }
        }
        for (const link of this.out.get(id) || []) {
          light(links, link.at, this.open[link.at].strong ? 2 : 1);
          light(nodes, link.to, this.open[link.at].strong ? 2 : 1);
        }
      }
      for (const way of node.chains ? ["down"] : ["up", "down"]) {
        const reached = this.walk(id, way);
        if (way === "up") this.dropDeadEnds(reached);
        reached.forEach((strong, other) => light(nodes, other, strong ? 2 : 1));
        reached.set(id, true);
        for (const other of reached.keys()) {
          for (const link of this.steps(other, way, id)) {
            const beyond = way === "up" ? link.to : link.from;
            if (!reached.has(beyond)) continue;
            light(links, link.at, this.open[link.at].strong && reached.get(other) && reached.get(beyond) ? 2 : 1);
          }
        }
      }
      return { nodes, links };
    }

    /** Of what a node reaches weakly, only what leads on to level 1 belongs to its ways there. */
    dropDeadEnds(reached) {
      const ends = [...reached.keys()].filter((id) => this.nodes.get(id).level === 1);
      if (!ends.length) return;
      const useful = new Set(ends.flatMap((id) => [id, ...this.walk(id, "down").keys()]));
      for (const [id, strong] of reached) if (!strong && !useful.has(id)) reached.delete(id);
    }

    /** Nodes whose name holds every part of the text, wherever it stands. */
    search(text) {
      const parts = text.split(/\s+/).map(PG.fold).filter(Boolean);
      if (!parts.length) return [];
      const found = [...this.nodes.values()].filter((node) => parts.every((part) => node.key.includes(part)));
      return found.sort((a, b) => a.key.indexOf(parts[0]) - b.key.indexOf(parts[0]) || a.at - b.at);
    }
  };

  /** A text for comparing: no spaces or marks of punctuation, one spelling of ำ, Arabic digits, small letters. */
  PG.fold = (text) => text.normalize("NFC").replace(/\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, "$1\u0e33")
    .replace(/[\u0e50-\u0e59]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))
    .toLowerCase().replace(/[\s"'“”‘’()\[\]{}.,:;/–—-]+/g, "");

  function bestWay(link, hidden) {
    return link.ways.find((way) => !hidden.has(way.basis)) || null;
  }

  function push(map, key, value) {
    if (!map.has(key)) map.set(key, []);
    map.get(key).push(value);
  }

  function intersect(one, other) {
    return new Set([...one].filter((each) => other.has(each)));
  }
})((window.PlanGraph = window.PlanGraph || {}));
