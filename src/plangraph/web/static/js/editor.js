// YASGUI before our own endpoint: our prefixes, our questions, no call to anywhere else.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("editor-data").textContent);
  const asked = new URLSearchParams(location.search);
  const chosen = data.examples.find((example) => example.name === asked.get("question"));
  const first = asked.get("query") || (chosen || data.examples[0]).text;
  const endpoint = new URL(data.endpoint, location.href).href;
  const kit = window.Yasgui.default || window.Yasgui;
  kit.Yasqe.defaults.autocompleters = ["variables", "prefixes-local"];
  const yasgui = new kit(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    persistenceId: "plangraph",
    persistencyExpire: 0,
    autofocus: false,
    yasqe: { value: first, addPrefixes: () => data.prefixes },
  });
  const tab = () => yasgui.getTab() || yasgui.addTab(true);
  if (asked.has("query") || asked.has("question") || !tab().getQuery().trim()) tab().setQuery(first);
  const select = document.getElementById("examples");
  if (chosen) select.value = chosen.name;
  select.addEventListener("change", () => {
    const example = data.examples.find((each) => each.name === select.value);
    if (example) tab().setQuery(example.text);
  });
  window.plangraphEditor = yasgui;
})();
