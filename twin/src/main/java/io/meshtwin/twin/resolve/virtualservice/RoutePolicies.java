package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.HashKey;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What DestinationRules say of the destinations of routes of the Gateway API: istiod reads them for
 * every cluster, whoever sends there. A backend that already has TLS by a BackendTLSPolicy keeps
 * it.
 *
 * @param destinations where hosts lead
 * @param view the proxy
 * @param missing the status of a share whose cluster the proxy does not have
 */
public record RoutePolicies(Destinations destinations, MeshView view, int missing) {
  private static final String DOMAIN = ".svc.cluster.local";

  /** A listener whose destinations are as DestinationRules want them. */
  public Listener of(Listener listener) {
    return listener.with(
        listener.chains().stream().map(chain -> chain.with(of(chain.handler()))).toList());
  }

  private Handler of(Handler handler) {
    return switch (handler) {
      case Handler.Http http ->
          new Handler.Http(
              http.hosts().stream()
                  .map(host -> new VirtualHost(host.name(), host.domains(), of(host.rules())))
                  .toList(),
              http.reading());
      case Handler.Tcp tcp -> of(tcp);
      case Handler.Udp udp -> udp;
      case Handler.Unmodelled unmodelled -> unmodelled;
    };
  }

  /** Connections to destinations as DestinationRules want them. */
  public Handler of(Handler.Tcp tcp) {
    var caveats = new ArrayList<Caveat>();
    List<WeightedDestination> shares = shares(tcp.destinations(), caveats, new ArrayList<>());
    return caveats.isEmpty() ? new Handler.Tcp(shares) : new Handler.Unmodelled(caveats);
  }

  /** Rules whose destinations are as DestinationRules want them. */
  public List<RouteRule> of(List<RouteRule> rules) {
    return rules.stream()
        .map(rule ->
            new RouteRule(
                rule.name(),
                rule.match(),
                of(rule.action()),
                rule.cors(),
                rule.precedence(),
                rule.origin()))
        .toList();
  }

  private RouteAction of(RouteAction action) {
    if (!(action instanceof RouteAction.Forward forward)) {
      return action;
    }
    var caveats = new ArrayList<Caveat>();
    var hash = new ArrayList<HashKey>();
    List<WeightedDestination> shares = shares(forward.destinations(), caveats, hash);
    Delivery sent = forward.delivery();
    List<Mirror> mirrors = sent.mirrors().stream().map(m -> copied(m, caveats)).toList();
    if (!caveats.isEmpty()) {
      return new RouteAction.Unmodelled(caveats.getFirst());
    }
    var delivery =
        new Delivery(sent.timeouts(), sent.retries(), mirrors, sent.session(), sent.fault(), hash);
    return new RouteAction.Forward(shares, forward.changes(), delivery);
  }

  private List<WeightedDestination> shares(
      List<WeightedDestination> shares, List<Caveat> caveats, List<HashKey> hash) {
    return shares.stream()
        .map(share ->
            new WeightedDestination(
                share.weight(),
                found(share.destination(), caveats, hash),
                share.changes(),
                share.origin()))
        .toList();
  }

  private Mirror copied(Mirror mirror, List<Caveat> caveats) {
    Destinations.Found found = found(mirror.destination());
    if (mirror.numerator() > 0) {
      caveats.addAll(found.copied(mirror.origin()).caveats());
    }
    return new Mirror(found.to(), mirror.numerator(), mirror.denominator(), mirror.origin());
  }

  private Destination found(Destination named, List<Caveat> caveats, List<HashKey> hash) {
    Destinations.Found found = found(named);
    caveats.addAll(found.caveats());
    found.hash().ifPresent(hash::add);
    return found.to();
  }

  private Destinations.Found found(Destination named) {
    if (!(named instanceof Destination.ToService to) || to.subset() != null) {
      return only(named);
    }
    KnownHost host = host(to.service().service());
    if (host == null
        || !host.ports().contains(to.service().port())
        || !host.key().equals(to.service().service())) {
      String reason = "the proxy has no cluster for " + to.service() + ": it does not see the host";
      return only(new Destination.Invalid(missing, reason));
    }
    Destinations.Found found = destinations.ofHost(view, host, to.service().port());
    return new Destinations.Found(of(found.to(), to.tls()), found.hash(), found.caveats());
  }

  private Destination of(Destination found, @Nullable UpstreamTls tls) {
    if (found instanceof Destination.Invalid invalid) {
      return new Destination.Invalid(missing, invalid.reason());
    }
    return tls != null && found instanceof Destination.ToService own
        ? new Destination.ToService(own.service(), own.subset(), tls, own.policy())
        : found;
  }

  private static Destinations.Found only(Destination to) {
    return new Destinations.Found(to, Optional.empty(), List.of());
  }

  private @Nullable KnownHost host(ResourceKey service) {
    return service.kind().equals("Service")
        ? view.host(service.name() + "." + service.namespace() + DOMAIN)
        : view.host(service.name());
  }
}
