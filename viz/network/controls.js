"use strict";
/* The bar, the legend that filters, the search box: everything that changes what is on show. */
(function (PG) {
  const { h } = PG;
  const FOUND = 12;

  PG.bar = function (view) {
    const { say } = view;
    const button = (key, act, extra) => h("button", { type: "button", "data-act": key, onclick: act, ...extra }, say(key));
    return [
      searchBox(view),
      h("div", { class: "pg-buttons", role: "toolbar", "aria-label": say("tools") },
        button("filters", () => view.toggleSide(), { "aria-expanded": String(view.sideOpen()) }),
        button("fit", () => view.fit()),
        button("by_budget", () => view.change((model) => { model.byBudget = !model.byBudget; }, true), { "aria-pressed": String(view.model.byBudget) }),
        button("as_table", () => view.toggleTable(), { "aria-pressed": String(view.asTable) }),
        button("save_png", () => PG.savePng(view)),
        button("save_svg", () => PG.saveSvg(view)),
        view.isPage ? button("print", () => window.print()) : null,
        button("copy_link", () => view.copyLink()),
        view.isPage ? h("button", { type: "button", "data-act": "lang", lang: view.lang === "th" ? "en" : "th", onclick: () => view.setLang(view.lang === "th" ? "en" : "th") }, view.lang === "th" ? "English" : "ไทย") : null),
    ];
  };

  function searchBox(view) {
    const { say } = view;
    const list = h("ul", { class: "pg-found", role: "listbox", id: `${view.name}-found`, hidden: true, "aria-label": say("search") });
    const input = h("input", {
      type: "search", placeholder: say("search"), "aria-label": say("search"), autocomplete: "off", role: "combobox",
      "aria-expanded": "false", "aria-controls": list.id, "data-part": "query",
    });
    let found = [];
    let at = -1;
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const take = (node) => {
      close();
      input.value = "";
      view.pick(node.id);
    };
    const show = () => {
      found = view.model.search(input.value);
      at = -1;
      list.replaceChildren(...found.slice(0, FOUND).map((node, index) => h("li", {
        role: "option", id: `${list.id}-${index}`, "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => take(node),
      }, PG.swatch(node.shape, node.color), h("span", null, h("small", null, view.kindLine(node)), node.name))));
      if (input.value.trim() && !found.length) list.append(h("li", { class: "pg-none" }, say("nothing_found")));
      if (found.length > FOUND) list.append(h("li", { class: "pg-none" }, say("more_found", { count: found.length - FOUND })));
      list.hidden = !input.value.trim();
      input.setAttribute("aria-expanded", String(!list.hidden));
    };
    const move = (by) => {
      const count = Math.min(found.length, FOUND);
      if (!count) return;
      at = (at + by + count) % count;
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
      input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    input.addEventListener("input", show);
    input.addEventListener("blur", () => setTimeout(close, 150));
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && found.length) take(found[Math.max(0, at)]);
      else if (event.key === "Escape") close();
    });
    return h("div", { class: "pg-search" }, input, list);
  }

  /* --- the legend --------------------------------------------------------------------------------------------------- */

  PG.side = function (view) {
    const { say, model } = view;
    return [
      group(say("links_by_basis"), view.basesInUse().map(({ id, count }) => check(
        !model.hiddenBases.has(id), [PG.lineSwatch(view.basisLook(id)), say(`basis_${id}`), tally(count)],
        (on) => view.change(() => flip(model.hiddenBases, id, !on)), { "data-basis": id })),
        h("p", { class: "pg-hint" }, say("basis_hint"))),
      group(say("elements"), view.kindsInUse().map(({ id, count, look, shape }) => check(
        !model.hiddenKinds.has(id), [PG.swatch(shape, look.color), look[view.lang], tally(count)],
        (on) => view.change(() => flip(model.hiddenKinds, id, !on), true), { "data-kind": id }))),
      group(say("verdict"), Object.entries(view.looks.marks).map(([id, mark]) => check(
        !model.verdicts.size || model.verdicts.has(id),
        [h("span", { class: `pg-sign pg-${id}`, "aria-hidden": "true" }, mark.sign), say(`verdict_${id}`), tally(view.countVerdict(id))],
        (on) => view.change(() => flipVerdict(view, id, on), true), { "data-verdict": id }))),
      view.yearsInUse().length > 1 ? group(say("year"), view.yearsInUse().map(({ year, count }) => check(
        !model.years.size || model.years.has(year), [year, tally(count)],
        (on) => view.change(() => flip(model.years, year, on), true), { "data-year": year }))) : null,
      group(say("only"),
        choice(view, "strategy", say("strategy"), view.strategies()),
        choice(view, "plan", say("plan"), view.plans())),
      h("div", { class: "pg-actions" },
        h("button", { type: "button", "data-act": "unfold_all", onclick: () => view.change(() => model.folded.clear(), true) }, say("unfold_all")),
        h("button", { type: "button", "data-act": "reset", onclick: () => view.reset() }, say("reset"))),
      h("p", { class: "pg-hint" }, say("keys")),
    ];
  };

  function group(title, ...content) {
    return h("fieldset", null, h("legend", null, title), content);
  }

  function check(checked, label, change, data) {
    return h("label", null, h("input", { type: "checkbox", checked, ...data, onchange: (event) => change(event.target.checked) }), label);
  }

  function tally(count) {
    return h("span", { class: "pg-tally" }, String(count));
  }

  function flip(set, id, inside) {
    if (inside) set.add(id);
    else set.delete(id);
  }

  /** No verdict chosen means all of them; the boxes show what is on show. */
  function flipVerdict(view, id, on) {
    const { verdicts } = view.model;
    const all = Object.keys(view.looks.marks);
    if (!verdicts.size) all.forEach((each) => verdicts.add(each));
    flip(verdicts, id, on);
    if (verdicts.size === all.length) verdicts.clear();
  }

  function choice(view, key, name, groups) {
    const options = groups.map(([title, nodes]) => h("optgroup", { label: title }, nodes.map((node) => h("option", { value: node.id }, view.called(node)))));
    const select = h("select", { "data-only": key, onchange: (event) => view.change((model) => { model[key] = event.target.value; }, true) }, h("option", { value: "" }, view.say("all")), options);
    select.value = view.model[key];
    return h("label", { class: "pg-choice" }, name, select);
  }
})((window.PlanGraph = window.PlanGraph || {}));
