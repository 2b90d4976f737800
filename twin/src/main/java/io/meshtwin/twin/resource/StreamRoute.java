package io.meshtwin.twin.resource;

import java.util.List;

/**
 * A TCPRoute, TLSRoute or UDPRoute: what it carries is passed on as it is.
 *
 * @param metadata identity; the key's kind tells which route it is
 * @param parents what it attaches to
 * @param hostnames names that a client asks for (SNI); only a TLSRoute has them
 * @param rules in the order of the manifest
 */
public record StreamRoute(
    Metadata metadata, List<ParentRef> parents, List<String> hostnames, List<Rule> rules)
    implements Route {
  public StreamRoute {
    parents = List.copyOf(parents);
    hostnames = List.copyOf(hostnames);
    rules = List.copyOf(rules);
  }

  /**
   * A rule.
   *
   * @param name empty where it has none
   * @param backends by weight
   * @param field the rule's path
   */
  public record Rule(String name, List<BackendRef> backends, String field) {
    public Rule {
      backends = List.copyOf(backends);
    }
  }

  @Override
  public List<BackendRef> backends() {
    return rules.stream().flatMap(rule -> rule.backends().stream()).toList();
  }

  static StreamRoute read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    boolean tls = metadata.key().kind().equals("TLSRoute");
    RouteRules.stream(spec, tls, body.text("apiVersion", ""));
    var result =
        new StreamRoute(
            metadata,
            ParentRef.readAll(metadata.key(), spec),
            tls ? spec.textList("hostnames") : List.of(),
            spec.list("rules", rule -> readRule(metadata, rule)));
    spec.done();
    body.done();
    return result;
  }

  private static Rule readRule(Metadata metadata, Fields rule) {
    RouteRules.streamRule(rule);
    var result =
        new Rule(
            rule.text("name", ""),
            rule.list("backendRefs", ref -> BackendRef.read(metadata.key(), ref)),
            rule.path());
    rule.done();
    return result;
  }
}
