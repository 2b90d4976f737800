package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resolve.virtualservice.MergedDestinationRule.SubsetRule;
import io.meshtwin.twin.resource.MeshDestination;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.HashKey;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Preference;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Subset;
import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a host leads that a rule names ({@code GetDestinationCluster}): to the cluster of host,
 * port and subset, if the proxy has one.
 */
public final class Destinations {
  private final MeshDestinationRules rules;
  private final UpstreamSecurity security;
  private final Localities localities;
  private final UpstreamPolicies policies;

  Destinations(
      MeshDestinationRules rules,
      UpstreamSecurity security,
      Localities localities,
      UpstreamPolicies policies) {
    this.rules = rules;
    this.security = security;
    this.localities = localities;
    this.policies = policies;
  }

  /**
   * A destination with what stands beside it.
   *
   * @param to where it leads
   * @param hash what of a request its endpoint is chosen by, where DestinationRules say so
   * @param caveats what decides who answers there, and is not modelled
   */
  public record Found(Destination to, Optional<HashKey> hash, List<Caveat> caveats) {
    public Found {
      caveats = List.copyOf(caveats);
    }

    /**
     * What a copy of requests meets here. Which address it would be sent to where its client's
     * address is kept is not modelled: the copy has no connection of a client's.
     *
     * @param origin the mirror
     */
    Found copied(Origin origin) {
      if (!(to instanceof Destination.Original)) {
        return this;
      }
      var all = new ArrayList<>(caveats);
      all.add(new Caveat("a copy to the address that its client chose is not modelled", origin));
      return new Found(to, hash, all);
    }
  }

  /** The DestinationRules. */
  public MeshDestinationRules rules() {
    return rules;
  }

  /** A whole host at one of its ports, as where no VirtualService says anything. */
  public Found ofHost(MeshView view, KnownHost host, int port) {
    MergedDestinationRule rule = rules.of(view, host);
    HostPolicy policy = HostPolicy.of(rule, port, null);
    return found(
        view,
        new At(host, port, null, rule, policy),
        HashKeys.ofHost(rule, port).stream().findFirst());
  }

  /**
   * A destination that a rule names.
   *
   * @param wholeHost whether the host's other ports are known where the rule acts: a sidecar's
   *     route configuration is of one port, and knows a host that has the port only
   * @param missing the status of requests where the proxy has no such cluster
   */
  Found of(Place place, MeshDestination named, boolean wholeHost, int missing) {
    KnownHost service = place.view().host(named.host());
    boolean known = service != null && (wholeHost || service.ports().contains(place.port()));
    int port = port(place, named, known ? service : null, wholeHost);
    KnownHost host =
        known && service != null && service.alias() != null
            ? place.view().host(service.alias())
            : service;
    String name = named.subset();
    String words = named.host() + ":" + port + (name == null ? "" : ", subset " + name);
    if (host == null || !host.ports().contains(port)) {
      return nowhere(missing, words);
    }
    MergedDestinationRule rule = rules.of(place.view(), host);
    SubsetRule subset = name == null || rule == null ? null : rule.subsets().get(name);
    if (name != null && subset == null) {
      return nowhere(missing, words);
    }
    HostPolicy policy = HostPolicy.of(rule, port, subset);
    return found(
        place.view(),
        new At(host, port, subset, rule, policy),
        HashKeys.of(rule, named.port(), subset));
  }

  /** The port that is named; else the only one; else the one that was dialed. */
  private static int port(
      Place place, MeshDestination named, @Nullable KnownHost service, boolean wholeHost) {
    if (named.port() != null) {
      return named.port();
    }
    return wholeHost && service != null && service.ports().size() == 1
        ? service.ports().first()
        : place.port();
  }

  private static Found nowhere(int status, String words) {
    var nobody = new Destination.Invalid(status, "the proxy has no cluster " + words);
    return new Found(nobody, Optional.empty(), List.of());
  }

  /** A port of a host, or of a subset of it, with what DestinationRules say of it. */
  private record At(
      KnownHost host,
      int port,
      @Nullable SubsetRule subset,
      @Nullable MergedDestinationRule rule,
      HostPolicy policy) {
    @Nullable Subset part() {
      return subset == null
          ? null
          : new Subset(subset.subset().name(), new TreeMap<>(subset.subset().labels()));
    }

    UpstreamSecurity.Ask ask(MeshView view) {
      return new UpstreamSecurity.Ask(
          view,
          host,
          port,
          subset == null ? "" : subset.subset().name(),
          policy.tls(),
          policy.origin(),
          rule != null && rule.selector() != null);
    }
  }

  private Found found(MeshView view, At at, Optional<HashKey> hash) {
    Destination unusual = view.unusual(at.host(), at.port());
    var caveats = new ArrayList<>(caveats(at.policy()));
    Caveat dynamic = view.unmodelled(at.host());
    if (dynamic != null) {
      caveats.add(dynamic);
    }
    if (unusual != null && !(unusual instanceof Destination.Original)) {
      return new Found(unusual, hash, caveats);
    }
    UpstreamSecurity.Ask ask = at.ask(view);
    UpstreamTls tls = security.of(ask);
    Caveat doubt = security.doubt(ask);
    if (doubt != null) {
      caveats.add(doubt);
    }
    UpstreamPolicy policy = policies.of(at.policy());
    if (unusual instanceof Destination.Original original) {
      var to = new Destination.Original(original.service(), original.port(), tls, policy.version());
      return new Found(to, hash, caveats);
    }
    Preference near = near(view, at, caveats);
    var port = new ServicePort(at.host().key(), at.port());
    var to = new Destination.ToService(port, at.part(), tls, policy.with(near));
    return new Found(to, hash, caveats);
  }

  /** Which endpoints go first, null where all are alike; what is not known becomes a caveat. */
  private @Nullable Preference near(MeshView view, At at, List<Caveat> caveats) {
    return switch (localities.of(view, at.host(), at.policy())) {
      case Localities.Choice.Alike _ -> null;
      case Localities.Choice.First first -> first.preference();
      case Localities.Choice.Unknown unknown -> {
        Origin said = unknown.by() == null ? at.policy().origin() : unknown.by();
        String who = said == null ? "MeshConfig" : said.resource().toString();
        String what = "preference of near endpoints of " + at.host().name() + " by " + who;
        caveats.add(
            new Caveat(
                what + unknown.of() + " is not modelled",
                said == null ? new Origin(at.host().key(), "", null) : said));
        yield null;
      }
    };
  }

  private static List<Caveat> caveats(HostPolicy policy) {
    Origin origin = policy.origin();
    if (origin == null) {
      return List.of();
    }
    var balancing =
        UpstreamPolicies.unmodelled(policy).stream()
            .map(
                what -> new Caveat(what + " of " + origin.resource() + " is not modelled", origin));
    var fields =
        policy.unmodelled().stream()
            .map(at -> new Caveat(at.field() + " of " + at.resource() + " is not modelled", at));
    return java.util.stream.Stream.concat(balancing, fields).toList();
  }
}
