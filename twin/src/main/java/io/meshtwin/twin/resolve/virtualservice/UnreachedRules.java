package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resource.VirtualMatch;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.VirtualStreamRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Rules of a VirtualService of which istiod makes nothing, because of rules before them. What is
 * left of its rules for HTTP is for the request space to say.
 */
final class UnreachedRules {
  private final VirtualService service;
  private final List<Finding> findings = new ArrayList<>();

  private UnreachedRules(VirtualService service) {
    this.service = service;
  }

  static List<Finding> of(VirtualService service) {
    var unreached = new UnreachedRules(service);
    unreached.http();
    unreached.streams(service.tls());
    unreached.streams(service.tcp());
    return List.copyOf(unreached.findings);
  }

  /** What follows a match that takes every request is left out by istiod. */
  private void http() {
    String taken = null;
    for (VirtualRule rule : service.http()) {
      if (taken != null) {
        add(rule.field(), "no request gets here: " + taken + " takes every request");
        continue;
      }
      if (rule.matches().isEmpty()) {
        taken = rule.field();
      }
      for (VirtualMatch match : rule.matches()) {
        if (taken != null) {
          add(match.field(), "no request gets here: " + taken + " takes every request");
        } else if (match.source().equals(VirtualMatch.Source.ANY)
            && VirtualMatches.takesEverything(VirtualMatches.of(match), match)) {
          taken = match.field();
        }
      }
    }
  }

  /**
   * Of connections the first match holds that takes them ({@code
   * buildSidecarOutboundTCPFilterChainOpts}); of names that clients ask for, the first with just
   * these names, for the proxy goes by the name and not by the order ({@code
   * buildSidecarOutboundTLSFilterChainOpts}).
   */
  private void streams(List<VirtualStreamRule> rules) {
    var before = new ArrayList<VirtualStreamRule.Match>();
    for (VirtualStreamRule rule : rules) {
      for (VirtualStreamRule.Match match : matches(rule)) {
        before.stream()
            .filter(earlier -> takesAll(earlier, match))
            .findFirst()
            .ifPresent(earlier ->
                add(
                    match.field(),
                    "no connection gets here: "
                        + earlier.field()
                        + " takes all that this would take"));
        before.add(match);
      }
    }
  }

  /** A rule without a match takes every connection. */
  private static List<VirtualStreamRule.Match> matches(VirtualStreamRule rule) {
    return rule.matches().isEmpty()
        ? List.of(
            new VirtualStreamRule.Match(
                List.of(), List.of(), VirtualMatch.Source.ANY, rule.field()))
        : rule.matches();
  }

  private static boolean takesAll(VirtualStreamRule.Match earlier, VirtualStreamRule.Match match) {
    boolean names = new HashSet<>(earlier.serverNames()).equals(new HashSet<>(match.serverNames()));
    boolean alike = new HashSet<>(earlier.subnets()).equals(new HashSet<>(match.subnets()));
    boolean everywhere = earlier.subnets().isEmpty() && earlier.serverNames().isEmpty();
    return names && (alike || everywhere) && takesAll(earlier.source(), match.source());
  }

  private static boolean takesAll(VirtualMatch.Source earlier, VirtualMatch.Source match) {
    return (earlier.port() == 0 || earlier.port() == match.port())
        && (earlier.namespace().isEmpty() || earlier.namespace().equals(match.namespace()))
        && match.labels().entrySet().containsAll(earlier.labels().entrySet())
        && (earlier.gateways().isEmpty()
            || (!match.gateways().isEmpty() && earlier.gateways().containsAll(match.gateways())));
  }

  private void add(String field, String message) {
    findings.add(
        new Finding(
            FindingCode.RULE_UNREACHABLE,
            service.key(),
            field,
            message,
            service.metadata().source(field)));
  }
}
