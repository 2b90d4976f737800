package io.meshtwin.twin.resource;

import java.util.List;

/**
 * A GRPCRoute.
 *
 * @param metadata identity
 * @param parents what it attaches to
 * @param hostnames which hosts; ignored where the parent is a Service (GEP-1294)
 * @param rules in the order of the manifest
 */
public record GrpcRoute(
    Metadata metadata, List<ParentRef> parents, List<String> hostnames, List<Rule> rules)
    implements Route {
  public GrpcRoute {
    parents = List.copyOf(parents);
    hostnames = List.copyOf(hostnames);
    rules = List.copyOf(rules);
  }

  /**
   * A rule.
   *
   * @param name empty where it has none
   * @param matches any of which takes a request; never empty
   * @param filters in the order of the manifest
   * @param backends by weight
   * @param sending the session
   * @param field the rule's path
   */
  public record Rule(
      String name,
      List<GrpcMatch> matches,
      List<HttpFilter> filters,
      List<BackendRef> backends,
      Sending sending,
      String field) {
    public Rule {
      matches = matches.isEmpty() ? List.of(GrpcMatch.any(field)) : List.copyOf(matches);
      filters = List.copyOf(filters);
      backends = List.copyOf(backends);
    }
  }

  @Override
  public List<BackendRef> backends() {
    return rules.stream().flatMap(rule -> BackendRef.all(rule.backends(), rule.filters())).toList();
  }

  static GrpcRoute read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    RouteRules.grpc(spec);
    var result =
        new GrpcRoute(
            metadata,
            ParentRef.readAll(metadata.key(), spec),
            spec.textList("hostnames"),
            spec.list("rules", rule -> readRule(metadata, rule)));
    spec.done();
    body.done();
    return result;
  }

  private static Rule readRule(Metadata metadata, Fields rule) {
    RouteRules.rule(rule);
    FilterRules.list(rule);
    var result =
        new Rule(
            rule.text("name", ""),
            rule.list("matches", GrpcMatch::read),
            rule.list("filters", filter -> FilterReader.read(metadata.key(), filter)),
            rule.list("backendRefs", ref -> BackendRef.read(metadata.key(), ref)),
            Sending.readSession(rule),
            rule.path());
    rule.done();
    return result;
  }
}
