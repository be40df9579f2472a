// Opens GraphiQL with the examples as tabs, or with the query of the address.
const root = document.getElementById("graphiql");
const address = new URLSearchParams(location.search);
const linked = address.get("query");
const settings = {
  fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
  defaultEditorToolsVisibility: true,
  shouldPersistHeaders: false,
};
if (linked) {
  settings.query = linked;
  settings.variables = address.get("variables") ?? "";
} else {
  settings.defaultTabs = JSON.parse(root.dataset.tabs);
}
ReactDOM.createRoot(root).render(React.createElement(GraphiQL, settings));
