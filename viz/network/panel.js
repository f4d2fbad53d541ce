"use strict";
/* What is said of a node: facts, quotes with lines, chains hop by hop, who serves it; and of the paths between two. */
(function (PG) {
  const { h } = PG;
  const MOST = 12; // rows before the rest waits behind a button

  PG.nodePanel = function (view, node) {
    const { say } = view;
    return [
      h("div", { class: "pg-panel-head" },
        h("p", { class: "pg-kind" }, PG.swatch(node.shape, node.color), view.kindLine(node)),
        h("button", { class: "pg-close", type: "button", "aria-label": say("close"), onclick: () => view.select(null) }, "×")),
      h("h2", { tabindex: "-1" }, view.elementLink(node)),
      node.verdict ? verdict(view, node) : null,
      facts(view, node),
      actions(view, node),
      node.chains ? chains(view, node) : null,
      missing(view, node),
      node.kind === "Project" ? null : supporters(view, node),
      node.chains ? null : neighbours(view, node, "up", say("goes_to")),
      neighbours(view, node, "down", say("comes_from")),
      notes(view, node),
      node.passages ? section(say("where_read"), node.passages.map((at) => quote(view, at))) : null,
    ];
  };

  function section(title, ...content) {
    return h("section", null, h("h3", null, title), content);
  }

  function verdict(view, node) {
    const mark = view.looks.marks[node.verdict];
    const sign = h("span", { class: `pg-sign pg-${node.verdict}`, "aria-hidden": "true" }, mark.sign);
    return h("p", { class: "pg-verdict" }, sign, view.say(`verdict_${node.verdict}`));
  }

  function facts(view, node) {
    const { say } = view;
    const rows = [];
    const add = (name, value) => value && rows.push(h("div", null, h("dt", null, name), h("dd", null, value)));
    add(say("level"), String(node.level));
    add(say("plan"), node.plan && view.model.nodes.get(node.plan) ? view.nodeLink(view.model.nodes.get(node.plan)) : null);
    add(say("year"), node.year && String(node.year));
    add(say("office"), node.office);
    if (node.baht !== undefined) add(say("budget"), say("baht", { baht: PG.money(node.baht, view.lang) }));
    for (const figure of node.figures || []) {
      const place = figure.passage === null ? "" : view.place(figure.passage);
      add(say(`from_${figure.from}`), [say("baht", { baht: PG.money(figure.baht, view.lang) }), place && h("span", { class: "pg-place" }, " · ", view.lineLink(figure.passage))]);
    }
    return rows.length ? h("dl", null, rows) : null;
  }

  function actions(view, node) {
    const { say, model } = view;
    const folded = model.folded.has(node.id);
    return h("div", { class: "pg-actions" },
      model.canFold(node.id) ? h("button", { type: "button", onclick: () => view.toggleFold(node.id) }, folded ? say("unfold") : say("fold")) : null,
      h("button", { type: "button", onclick: () => view.startPath(node.id) }, say("path_from_here")),
      h("button", { type: "button", onclick: () => view.centre(node.id) }, say("centre")));
  }

  /* --- chains ------------------------------------------------------------------------------------------------------ */

  function chains(view, node) {
    const { say, model } = view;
    if (!node.chains.length) return section(say("chains"), h("p", null, say("no_chains")));
    const cards = node.chains.map((chain, at) => {
      const hops = chain.map((place) => model.links[place]);
      const strong = hops.every((link) => link.ways[0].strong) && !view.endsInPlan(hops);
      const end = model.nodes.get(hops[hops.length - 1].to);
      return h("details", { class: `pg-chain ${strong ? "pg-strong" : "pg-weak"}`, open: at === 0 },
        h("summary", { onclick: (event) => view.lightChain(event.currentTarget.parentElement.open ? null : chain) }, h("span", { class: "pg-worth" }, strong ? say("strong") : say("weak")), " ", view.called(end)),
        h("ol", { class: "pg-hops" }, hops.map((link) => hop(view, link))));
    });
    return section(`${say("chains")} (${node.chains.length})`, limited(view, cards));
  }

  function hop(view, link) {
    const way = view.model.open[link.at] || link.ways[0];
    const source = view.model.nodes.get(link.from);
    const target = view.model.nodes.get(link.to);
    return h("li", null,
      h("p", null, view.nodeLink(source), h("span", { class: "pg-arrow" }, " → "), view.nodeLink(target)),
      basis(view, way),
      (way.passages || []).slice(0, 3).map((at) => quote(view, at)),
      (way.because || []).map((reason) => h("p", { class: "pg-because" }, reason)));
  }

  function basis(view, way) {
    const id = way.basis === "official" && way.verification === "verified" ? "official_verified" : way.basis;
    const kind = view.model.style(way);
    return h("p", { class: `pg-basis pg-basis-${kind}` },
      PG.lineSwatch(view.wayLook(way)), view.say(`worth_${kind}`), " · ", view.say(`basis_${id}`),
      (way.caveats || []).map((caveat) => h("span", { class: "pg-caveat" }, ` · ${view.say(`caveat_${caveat}`)}`)));
  }

  function quote(view, at) {
    const [, , , text] = view.model.data.passages[at];
    return h("blockquote", null, h("p", null, text), h("footer", null, view.lineLink(at)));
  }

  function missing(view, node) {
    const { say, lang } = view;
    if (!node.missing) return null;
    return section(say("missing"),
      h("ul", { class: "pg-missing" }, node.missing[lang].map((text) => h("li", null, text))),
      node.mend ? h("div", { class: "pg-mend" }, h("p", null, say("mend")), h("blockquote", null, h("p", null, node.mend[lang]))) : null);
  }

  function notes(view, node) {
    const found = (node.warnings || {})[view.lang] || [];
    return found.length ? section(view.say("warnings"), h("ul", null, found.map((text) => h("li", null, text)))) : null;
  }

  /* --- who serves an element --------------------------------------------------------------------------------------- */

  function supporters(view, node) {
    const { say, model } = view;
    const parts = [["strong", node.strong], ["weak", node.weak]].filter(([, ids]) => ids.length);
    if (!parts.length) {
      return node.level < 3 ? section(say("served_by"), h("p", null, say("nobody_serves"))) : null;
    }
    return parts.map(([worth, ids]) => {
      const projects = ids.map((id) => model.nodes.get(id));
      const sum = projects.reduce((total, each) => total + (each.baht || 0), 0);
      const title = say(`served_${worth}`, { count: ids.length, baht: PG.money(sum, view.lang) });
      const rows = projects.map((project) => h("li", null, view.nodeLink(project),
        project.baht !== undefined ? h("span", { class: "pg-amount" }, say("baht", { baht: PG.money(project.baht, view.lang) })) : null,
        worth === "strong" ? evidence(view, project, node) : null));
      return section(title, limited(view, rows, "ul"));
    });
  }

  /** The clause with which a project names an element, where it names it itself. */
  function evidence(view, project, node) {
    const link = view.model.links.find((each) => each.from === project.id && each.to === node.id);
    const way = link && link.ways[0];
    return way && way.passages ? quote(view, way.passages[0]) : null;
  }

  function neighbours(view, node, way, title) {
    const { model } = view;
    const links = (way === "up" ? model.out : model.into).get(node.id) || [];
    if (!links.length) return null;
    const cards = links.map((link) => {
      const other = model.nodes.get(way === "up" ? link.to : link.from);
      return h("details", { class: "pg-link" },
        h("summary", null, PG.lineSwatch(view.wayLook(model.open[link.at])), view.called(other)), h("ol", { class: "pg-hops" }, hop(view, link)));
    });
    return section(`${title} (${links.length})`, limited(view, cards));
  }

  /** The first rows of a long list, and a button for the rest. */
  function limited(view, rows, list) {
    const box = h(list || "div", { class: "pg-rows" }, rows.slice(0, MOST));
    if (rows.length <= MOST) return box;
    const more = h("button", {
      type: "button", class: "pg-more",
      onclick: () => {
        box.append(...rows.slice(MOST));
        more.remove();
      },
    }, view.say("show_rest", { count: rows.length - MOST }));
    return [box, more];
  }

  /* --- paths between two ------------------------------------------------------------------------------------------- */

  PG.pathPanel = function (view, from, to, result, chosen) {
    const { say, model } = view;
    const nodes = model.nodes;
    const intro = result.found.length ? say(result.either ? "paths_either" : "paths_found", { count: result.found.length }) : say("paths_none");
    return [
      h("div", { class: "pg-panel-head" }, h("p", { class: "pg-kind" }, say("paths")),
        h("button", { class: "pg-close", type: "button", "aria-label": say("close"), onclick: () => view.select(null) }, "×")),
      h("h2", { tabindex: "-1" }, view.nodeLink(nodes.get(from)), h("span", { class: "pg-arrow" }, " ⟶ "), view.nodeLink(nodes.get(to))),
      h("p", null, intro),
      result.found.map((path, at) => {
        const weak = model.weakHops(path);
        return h("details", { class: `pg-chain ${weak ? "pg-weak" : "pg-strong"}`, open: at === chosen },
          h("summary", { onclick: () => view.choosePath(at) }, h("span", { class: "pg-worth" }, weak ? say("weak") : say("strong")), " ", say("hops", { count: path.length })),
          h("ol", { class: "pg-hops" }, path.map((link) => hop(view, link))));
      }),
      result.more ? h("p", null, say("paths_more", { count: result.more })) : null,
    ];
  };

  /* --- the same as a table ----------------------------------------------------------------------------------------- */

  PG.tableOf = function (view, nodes) {
    const { say, lang } = view;
    const head = ["kind", "name", "year", "budget", "verdict", "served_by"].map((key) => h("th", { scope: "col" }, say(key)));
    const rows = nodes.map((node) => h("tr", null,
      h("td", null, PG.swatch(node.shape, node.color), " ", view.kindLine(node)),
      h("td", null, view.nodeLink(node)),
      h("td", null, node.year ? String(node.year) : ""),
      h("td", { class: "pg-number" }, node.baht === undefined ? "" : PG.money(node.baht, lang)),
      h("td", null, node.verdict ? say(`verdict_${node.verdict}`) : ""),
      h("td", { class: "pg-number" }, node.kind === "Project" ? "" : `${node.strong.length} / ${node.weak.length}`)));
    return h("table", null, h("caption", null, say("table_caption", { count: nodes.length })), h("thead", null, h("tr", null, head)), h("tbody", null, rows));
  };
})((window.PlanGraph = window.PlanGraph || {}));
