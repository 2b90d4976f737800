package io.meshtwin.twin.resource;

import java.util.List;

/**
 * An HTTPRoute.
 *
 * @param metadata identity
 * @param parents what it attaches to
 * @param hostnames which hosts; ignored where the parent is a Service (GEP-1294)
 * @param rules in the order of the manifest
 */
public record HttpRoute(
    Metadata metadata, List<ParentRef> parents, List<String> hostnames, List<HttpRule> rules)
    implements Route {
  public HttpRoute {
    parents = List.copyOf(parents);
    hostnames = List.copyOf(hostnames);
    rules = List.copyOf(rules);
  }

  @Override
  public List<BackendRef> backends() {
    return rules.stream().flatMap(rule -> BackendRef.all(rule.backends(), rule.filters())).toList();
  }

  static HttpRoute read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    RouteRules.http(spec);
    var result =
        new HttpRoute(
            metadata,
            ParentRef.readAll(metadata.key(), spec),
            spec.textList("hostnames"),
            spec.has("rules")
                ? spec.list("rules", rule -> HttpRule.read(metadata.key(), rule))
                : List.of(HttpRule.ABSENT));
    spec.done();
    body.done();
    return result;
  }
}
