package io.meshtwin.twin.resource;

import java.util.List;

/**
 * A rule for connections of a VirtualService (Istio's TCPRoute and TLSRoute).
 *
 * @param matches any of which takes a connection; empty for every one
 * @param targets by weight
 * @param field the rule's path
 */
public record VirtualStreamRule(
    List<Match> matches, List<VirtualRule.Target> targets, String field) {
  public VirtualStreamRule {
    matches = List.copyOf(matches);
    targets = List.copyOf(targets);
  }

  /**
   * A match (Istio's L4MatchAttributes, TLSMatchAttributes).
   *
   * @param serverNames names that the client may ask for (SNI); only rules for TLS have them
   * @param subnets addresses dialed, empty for the Service's
   * @param source which proxies and ports the match is for
   * @param field the match's path
   */
  public record Match(
      List<String> serverNames, List<String> subnets, VirtualMatch.Source source, String field) {
    public Match {
      serverNames = List.copyOf(serverNames);
      subnets = List.copyOf(subnets);
    }
  }

  static VirtualStreamRule read(Fields rule, boolean tls) {
    List<Match> matches = rule.list("match", match -> match(match, tls));
    if (tls && matches.isEmpty()) {
      rule.invalid("match", "must have at least one entry");
    }
    List<VirtualRule.Target> targets = VirtualTargets.read(rule, false);
    if (targets.isEmpty()) {
      rule.invalid("route", "must have at least one entry");
    }
    rule.done();
    return new VirtualStreamRule(matches, targets, rule.path());
  }

  private static Match match(Fields match, boolean tls) {
    List<String> names = tls ? match.textList("sniHosts") : List.of();
    if (tls && names.isEmpty()) {
      match.invalid("sniHosts", "must have at least one entry");
    }
    for (int i = 0; i < names.size(); i++) {
      IstioNames.checkHost(match, "sniHosts[" + i + "]", names.get(i));
    }
    var result =
        new Match(
            names,
            match.textList("destinationSubnets"),
            VirtualMatch.Source.read(match),
            match.path());
    if (!tls && match.has("sourceSubnet")) {
      match.without("sourceSubnet", "is not read by istiod");
      match.ignore("sourceSubnet");
    }
    match.done();
    return result;
  }
}
