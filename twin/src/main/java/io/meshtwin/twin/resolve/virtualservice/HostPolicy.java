package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resolve.virtualservice.MergedDestinationRule.Said;
import io.meshtwin.twin.resolve.virtualservice.MergedDestinationRule.SubsetRule;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.TrafficPolicy;
import io.meshtwin.twin.resource.TrafficPolicy.ClientTls;
import io.meshtwin.twin.resource.TrafficPolicy.ConnectionPool;
import io.meshtwin.twin.resource.TrafficPolicy.LoadBalancer;
import io.meshtwin.twin.resource.TrafficPolicy.Outlier;
import io.meshtwin.twin.routing.Origin;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What DestinationRules say of one port of a host, or of a subset there ({@code
 * MergeSubsetTrafficPolicy}): a policy for a port stands for the whole one, and a subset's parts go
 * before the host's.
 *
 * @param balancer null where nothing is said
 * @param pool null where nothing is said
 * @param outlier null where nothing is said
 * @param tls null where nothing is said
 * @param origin of the policy that said the last word, null where none did
 * @param unmodelled fields that decide something and are not modelled
 */
record HostPolicy(
    @Nullable LoadBalancer balancer,
    @Nullable ConnectionPool pool,
    @Nullable Outlier outlier,
    @Nullable ClientTls tls,
    @Nullable Origin origin,
    List<Origin> unmodelled) {
  /** Nobody says anything. */
  static final HostPolicy SILENT = new HostPolicy(null, null, null, null, null, List.of());

  HostPolicy {
    unmodelled = List.copyOf(unmodelled);
  }

  static HostPolicy of(
      @Nullable MergedDestinationRule rule, int port, @Nullable SubsetRule subset) {
    if (rule == null) {
      return SILENT;
    }
    HostPolicy said = said(rule, port, subset);
    return rule.doubts().isEmpty() ? said : said.doubted(rule.doubts());
  }

  private HostPolicy doubted(List<Origin> doubts) {
    return new HostPolicy(
        balancer,
        pool,
        outlier,
        tls,
        origin == null ? doubts.getFirst() : origin,
        Stream.concat(doubts.stream(), unmodelled.stream()).toList());
  }

  private static HostPolicy said(
      MergedDestinationRule rule, int port, @Nullable SubsetRule subset) {
    HostPolicy host = rule.policy() == null ? SILENT : atPort(rule.policy(), port);
    if (subset == null || subset.subset().policy() == null) {
      return host;
    }
    var said = new Said(subset.subset().policy(), subset.owner());
    HostPolicy own = atPort(said, port);
    boolean whole = subset.subset().policy().ports().stream().anyMatch(at -> at.port() == port);
    return new HostPolicy(
        whole || own.balancer != null ? own.balancer : host.balancer,
        whole || own.pool != null ? own.pool : host.pool,
        whole || own.outlier != null ? own.outlier : host.outlier,
        whole || own.tls != null ? own.tls : host.tls,
        own.origin,
        Stream.concat(own.unmodelled.stream(), host.unmodelled.stream()).toList());
  }

  private static HostPolicy atPort(Said said, int port) {
    return said.policy().ports().stream()
        .filter(at -> at.port() == port)
        .findFirst()
        .map(at -> of(at.policy(), said.owner()))
        .orElseGet(() -> of(said.policy(), said.owner()));
  }

  private static HostPolicy of(TrafficPolicy policy, Metadata owner) {
    return new HostPolicy(
        policy.loadBalancer(),
        policy.connectionPool(),
        policy.outlier(),
        policy.tls(),
        new Origin(owner.key(), policy.field(), owner.source(policy.field())),
        policy.unmodelled().stream()
            .map(field -> new Origin(owner.key(), field, owner.source(field)))
            .toList());
  }
}
