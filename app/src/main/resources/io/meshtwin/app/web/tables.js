// Text only: what comes from the server is never read as HTML.

export function element(name, text, attributes = {}) {
  const node = document.createElement(name);
  node.textContent = text;
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  return node;
}

// Rows are arrays of texts or nodes.
export function table(header, rows, empty) {
  if (rows.length === 0) {
    return element("p", empty);
  }
  const result = document.createElement("table");
  const head = result.createTHead().insertRow();
  header.forEach((title) => head.append(element("th", title, { scope: "col" })));
  const body = result.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const cell of row) {
      const node = line.insertCell();
      node.append(cell instanceof Node ? cell : document.createTextNode(cell ?? ""));
    }
  }
  return result;
}

export function show(id, ...nodes) {
  document.getElementById(id).replaceChildren(...nodes);
}
