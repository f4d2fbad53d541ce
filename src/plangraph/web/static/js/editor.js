// YASGUI before our own endpoint: our prefixes, our terms, our questions, no call to anywhere else.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("editor-data").textContent);
  const asked = new URLSearchParams(location.search);
  const chosen = data.examples.find((example) => example.name === asked.get("question"));
  const first = asked.get("query") || (chosen || data.examples[0]).text;
  const endpoint = new URL(data.endpoint, location.href).href;
  const kit = window.Yasgui.default || window.Yasgui;
  const room = document.getElementById("yasgui");

  kit.Yasqe.defaults.autocompleters = ["variables"];
  kit.Yasqe.registerAutocompleter({
    name: "plangraph",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: (yasqe) => /^[a-z]+:/i.test(yasqe.getCompleteToken().string),
    get: (_yasqe, token) => data.terms.filter((term) => token && term.startsWith(token.string)),
  });

  // What YASGUI leaves without a name for those who cannot see it.
  const tidy = () => {
    for (const area of room.querySelectorAll(".CodeMirror textarea")) area.setAttribute("aria-label", "SPARQL");
    for (const scroll of room.querySelectorAll(".CodeMirror-scroll")) scroll.tabIndex = 0;
    for (const select of room.querySelectorAll("select.tableSizer")) select.setAttribute("aria-label", data.rows);
    for (const list of room.querySelectorAll(".tabsList[role=tablist]")) list.removeAttribute("role");
    for (const tab of room.querySelectorAll(".tabsList [role=tab]")) {
      tab.setAttribute("role", "button");
      tab.removeAttribute("aria-selected");
    }
  };
  new MutationObserver(tidy).observe(room, { childList: true, subtree: true });

  const yasgui = new kit(room, {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    persistenceId: "plangraph",
    autofocus: false,
    yasqe: { value: first },
  });
  const tab = () => yasgui.getTab() || yasgui.addTab(true);
  if (asked.has("query") || asked.has("question") || !tab().getQuery().trim()) tab().setQuery(first);
  tab().setEndpoint(endpoint);
  tidy();

  const select = document.getElementById("examples");
  if (chosen) select.value = chosen.name;
  select.addEventListener("change", () => {
    const example = data.examples.find((each) => each.name === select.value);
    if (example) tab().setQuery(example.text);
  });
  window.plangraphEditor = yasgui;
})();
