import { element, show, table } from "./tables.js";

const REFRESH_MILLISECONDS = 2000;
let chosen = null;

async function ask(path) {
  const response = await fetch("/api/v1/" + path);
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error ?? response.statusText);
  }
  return body;
}

function status(body) {
  const rows = [["log", body.log.state, body.log.reason ?? body.log.topic, body.log.since ?? ""]];
  body.sources.forEach((source) =>
    rows.push([source.source, source.state, source.problems.join("; "), source.since]));
  rows.push(["image", "offset " + body.image.offset, body.image.resources + " resources", body.image.time]);
  rows.push(["drift", String(body.image.drift.length), body.image.drift.join(", "), ""]);
  body.image.setAside.forEach((record) =>
    rows.push(["set aside", "offset " + record.offset, record.reason, ""]));
  body.publisherFaults.forEach((fault) =>
    rows.push([fault.publisher, "failed " + fault.count + " times", fault.reason, fault.time]));
  rows.push(["proxies refused", String(body.proxies.refused), "of unknown identity", ""]);
  show("status", table(["What", "State", "Details", "Since"], rows, ""));
}

function changes(list) {
  const rows = list.map((change) => {
    const button = element("button", change.id, { type: "button" });
    button.addEventListener("click", () => {
      chosen = change.id;
      refresh();
    });
    return [button, change.state, change.author, change.approver ?? "", change.title,
      change.resources.map((r) => r.op + " " + r.resource).join(", ")];
  });
  show("changes", table(["Change", "State", "Author", "Approver", "Title", "Resources"], rows.reverse(),
    "No changes yet."));
}

function verdict(value) {
  const backends = (value.backends ?? []).map((backend) =>
    Math.round(100 * (backend.weight ?? 1)) + "% " + (backend.service ?? backend.status));
  return [value.verdict, value.status, value.reason, ...backends].filter((word) => word != null).join(", ");
}

function destination(value) {
  return value.service ? value.service + ":" + value.port : "gateway " + value.gateway + " " + (value.host ?? "");
}

function change(body) {
  const steps = table(["Step", "By", "At", "Note"],
    body.steps.map((step) => [step.state, step.actor, step.time, step.note]), "");
  const nodes = [element("h3", "Change " + body.id), steps];
  if (body.preview) {
    nodes.push(element("p", body.summary));
    if (body.stale) {
      nodes.push(element("p", "Stale: the mesh has moved; this is what it would do now.", { class: "bad" }));
    }
    nodes.push(table(["Severity", "Clients", "Destination", "Requests", "Before", "After"],
      body.preview.differences.map((difference) => [difference.severity, difference.clients.group,
        destination(difference.destination), difference.class, verdict(difference.before),
        verdict(difference.after)]),
      "No behaviour changes."));
  }
  show("change", ...nodes);
}

function proxies(list) {
  const count = (proxy, state) => String((proxy.resources ?? []).filter((r) => r.state === state).length);
  show("proxies", table(["Proxy", "State", "Since", "Envoy", "Acked", "Nacked", "On its way", "Last refusal"],
    list.map((proxy) => [proxy.proxy, proxy.converged ? "converged" : proxy.state, proxy.since, proxy.version,
      count(proxy, "acked"), count(proxy, "nacked"), count(proxy, "sent"),
      proxy.refusals?.at(-1)?.message ?? ""]),
    "No proxy has connected."));
}

const PATHS = { Exact: "path ", SegmentPrefix: "path under ", Regex: "path like " };

function named(kind, one) {
  return kind + " " + one.name + (one.match.type === "Regex" ? " like " : " ") + one.match.value;
}

function match({ path, method, headers, query }) {
  const parts = path.type === "SegmentPrefix" && path.value === "/" ? [] : [PATHS[path.type] + path.value];
  if (method) {
    parts.push(method);
  }
  headers.forEach((one) => parts.push(named("header", one)));
  query.forEach((one) => parts.push(named("query", one)));
  return parts.join(", ") || "every request";
}

function topology(list) {
  const rows = list.flatMap((place) =>
    place.rules.map((rule) => [place.clients, place.destination, match(rule.match), action(rule.action),
      rule.resource + " " + rule.field]));
  show("topology", table(["Clients", "Destination", "Requests", "Then", "By"], rows, "The mesh has no Services."));
}

function target({ type, service, status }) {
  return type === "ToService" ? service.service.replace("Service ", "") + ":" + service.port : String(status);
}

function action(value) {
  switch (value.type) {
    case "Forward": {
      const total = value.destinations.reduce((sum, one) => sum + one.weight, 0);
      return value.destinations.map((one) =>
        Math.round((1000 * one.weight) / total) / 10 + "% " + target(one.destination)).join(", ");
    }
    case "Redirect":
      return "redirect " + value.status;
    case "Respond":
      return "respond " + value.status;
    default:
      return "not modelled: " + value.caveat.reason;
  }
}

async function refresh() {
  try {
    status(await ask("status"));
    changes(await ask("changes"));
    proxies(await ask("proxies"));
    topology(await ask("topology"));
    if (chosen) {
      change(await ask("changes/" + chosen));
    }
    show("said", "as of " + new Date().toLocaleTimeString());
  } catch (failure) {
    show("said", "the server does not answer: " + failure.message + "; what is shown may be old");
  }
}

async function follow() {
  await refresh();
  setTimeout(follow, REFRESH_MILLISECONDS);
}

follow();
