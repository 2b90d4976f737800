package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.MeshDestination;
import io.meshtwin.twin.resource.VirtualMatch;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualRule.Action;
import io.meshtwin.twin.resource.VirtualRule.Target;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.VirtualStreamRule;
import java.util.List;

/**
 * A VirtualService with full names of hosts and Gateways: short ones are read in its namespace
 * ({@code ResolveVirtualServiceShortnames}).
 */
record FullNames(String namespace) {
  static VirtualService of(VirtualService written) {
    var names = new FullNames(written.key().namespace());
    return new VirtualService(
        written.metadata(),
        written.fullHosts(),
        written.boundTo(),
        written.exportTo(),
        written.http().stream().map(names::rule).toList(),
        written.tls().stream().map(names::rule).toList(),
        written.tcp().stream().map(names::rule).toList());
  }

  private VirtualRule rule(VirtualRule rule) {
    Action action =
        rule.action() instanceof Action.Send send
            ? new Action.Send(targets(send.targets()))
            : rule.action();
    return new VirtualRule(
        rule.name(),
        rule.matches().stream().map(this::match).toList(),
        action,
        rule.rewrite(),
        rule.headers(),
        rule.timeout(),
        rule.retries(),
        rule.fault(),
        rule.mirrors().with(this::full),
        rule.cors(),
        rule.field());
  }

  private VirtualStreamRule rule(VirtualStreamRule rule) {
    List<VirtualStreamRule.Match> matches =
        rule.matches().stream()
            .map(match ->
                new VirtualStreamRule.Match(
                    match.serverNames(), match.subnets(), source(match.source()), match.field()))
            .toList();
    return new VirtualStreamRule(matches, targets(rule.targets()), rule.field());
  }

  /** Shares with full names of hosts. */
  static List<Target> targets(VirtualService owner, List<Target> written) {
    return new FullNames(owner.key().namespace()).targets(written);
  }

  private List<Target> targets(List<Target> targets) {
    return targets.stream()
        .map(target ->
            new Target(
                full(target.destination()), target.weight(), target.headers(), target.field()))
        .toList();
  }

  private VirtualMatch match(VirtualMatch match) {
    return match.with(source(match.source()));
  }

  private VirtualMatch.Source source(VirtualMatch.Source source) {
    return new VirtualMatch.Source(
        source.port(),
        source.labels(),
        source.namespace(),
        source.gateways().stream().map(g -> IstioNames.gateway(g, namespace)).toList());
  }

  private MeshDestination full(MeshDestination to) {
    return new MeshDestination(to.host(namespace), to.subset(), to.port(), to.field());
  }
}
