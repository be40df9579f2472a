// Opens GraphiQL with the examples as tabs, or with the query of the address.
const root = document.getElementById("graphiql");
const address = new URLSearchParams(location.search);
const linked = address.get("query");

// A token comes behind the #, which no server and no log sees; this tab alone remembers it.
const given = new URLSearchParams(location.hash.slice(1)).get("token");
if (given) {
  sessionStorage.setItem("token", given);
  history.replaceState(null, "", location.pathname + location.search);
}
const token = sessionStorage.getItem("token");
const headers = token ? JSON.stringify({ Authorization: `Bearer ${token}` }, null, 2) : "";

const settings = {
  fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
  defaultEditorToolsVisibility: true,
  defaultHeaders: headers,
  shouldPersistHeaders: false,
};
if (linked) {
  settings.query = linked;
  settings.variables = address.get("variables") ?? "";
  settings.headers = headers;
} else {
  settings.defaultTabs = JSON.parse(root.dataset.tabs).map((tab) => ({ ...tab, headers }));
}
ReactDOM.createRoot(root).render(React.createElement(GraphiQL, settings));
