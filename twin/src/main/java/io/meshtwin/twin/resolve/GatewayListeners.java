package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resolve.GatewayAttachments.Attachment;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a Gateway does with requests from outside: one proxy listener a port, one virtual host a
 * hostname of a Gateway's listener or of a route attached to it.
 */
final class GatewayListeners {
  private final MeshImage image;
  private final GatewayAttachments attachments;
  private final HttpRules rules;
  private final Caveats caveats;

  GatewayListeners(
      MeshImage image, GatewayAttachments attachments, HttpRules rules, Caveats caveats) {
    this.image = image;
    this.attachments = attachments;
    this.rules = rules;
    this.caveats = caveats;
  }

  List<Listener> of(Gateway gateway) {
    SortedMap<Integer, List<Gateway.Listener>> byPort =
        gateway.listeners().stream()
            .filter(listener -> listener.port() > 0)
            .collect(
                Collectors.groupingBy(Gateway.Listener::port, TreeMap::new, Collectors.toList()));
    var result = new ArrayList<Listener>();
    byPort.forEach((port, listeners) -> result.add(listener(gateway, port, listeners)));
    return result;
  }

  private Listener listener(Gateway gateway, int port, List<Gateway.Listener> listeners) {
    List<Caveat> unmodelled = unmodelled(gateway, listeners);
    Handler handler =
        unmodelled.isEmpty()
            ? new Handler.Http(hosts(gateway, listeners))
            : new Handler.Unmodelled(unmodelled);
    String field = listeners.getFirst().field();
    return new Listener(
        gateway.key().qualifiedName() + ":" + port,
        new Listener.Binding.ToGateway(port),
        handler,
        new Origin(gateway.key(), field, gateway.metadata().source(field)));
  }

  private List<Caveat> unmodelled(Gateway gateway, List<Gateway.Listener> listeners) {
    var result = new ArrayList<Caveat>();
    Caveats.refused(image, gateway.key()).forEach(result::add);
    gateway.unmodelled().forEach(field -> result.add(caveat(gateway, field, field)));
    var hostnames = new TreeSet<String>();
    for (Gateway.Listener listener : listeners) {
      String what = "listener " + listener.name();
      if (!listener.protocol().equals("HTTP")) {
        result.add(
            caveat(gateway, what + " with protocol " + listener.protocol(), listener.field()));
      }
      if (!hostnames.add(Hostnames.normal(listener.hostname()))) {
        result.add(caveat(gateway, what + " in conflict with another", listener.field()));
      }
      if (listener.allowed().unmodelledSelector()) {
        result.add(caveat(gateway, what + " with selector expressions", listener.field()));
      }
      attachments.of(gateway, listener).stream()
          .flatMap(attachment -> Caveats.refused(image, attachment.route().key()))
          .forEach(result::add);
    }
    otherRoutes(gateway).forEach(result::add);
    result.addAll(caveats.gateway(gateway.key()));
    return result;
  }

  private List<Caveat> otherRoutes(Gateway gateway) {
    return image
        .referrers(gateway.key(), Relation.ATTACHES)
        .map(key -> image.get(key, Route.class))
        .filter(Objects::nonNull)
        .filter(route -> !(route instanceof HttpRoute))
        .map(route ->
            Caveats.notModelled(
                route.key().toString(), new Origin(route.key(), "", route.metadata().source(""))))
        .toList();
  }

  private static Caveat caveat(Gateway gateway, String what, String field) {
    return Caveats.notModelled(
        what + " of " + gateway.key(),
        new Origin(gateway.key(), field, gateway.metadata().source(field)));
  }

  private List<VirtualHost> hosts(Gateway gateway, List<Gateway.Listener> listeners) {
    var result = new ArrayList<VirtualHost>();
    for (Gateway.Listener listener : listeners) {
      List<Attachment> attached = attachments.of(gateway, listener);
      String own = Hostnames.normal(listener.hostname());
      var domains = new TreeSet<String>();
      domains.add(own);
      attached.forEach(attachment -> domains.addAll(attachment.hostnames()));
      for (String domain : domains) {
        if (mostSpecific(own, domain, listeners)) {
          result.add(
              new VirtualHost(
                  listener.name() + "|" + domain, List.of(domain), rules(attached, domain)));
        }
      }
    }
    return result;
  }

  /** Listener isolation: of several listeners only the most specific takes a host (GEP-1867). */
  private static boolean mostSpecific(String own, String domain, List<Gateway.Listener> listeners) {
    return listeners.stream()
        .map(other -> Hostnames.normal(other.hostname()))
        .noneMatch(other ->
            Hostnames.rank(other) > Hostnames.rank(own) && Hostnames.covers(other, domain));
  }

  /** Rules of every route that a domain's hosts may mean; the closest hostname goes first. */
  private List<RouteRule> rules(List<Attachment> attached, String domain) {
    return rules.merged(
        attached.stream()
            .flatMap(attachment ->
                attachment.hostnames().stream()
                    .filter(hostname -> Hostnames.covers(hostname, domain))
                    .map(Hostnames::rank)
                    .max(Integer::compare)
                    .map(rank -> new HttpRules.Acting(attachment.route(), rank, false))
                    .stream()));
  }
}
