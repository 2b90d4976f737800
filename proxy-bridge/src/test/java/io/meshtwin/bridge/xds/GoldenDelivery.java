package io.meshtwin.bridge.xds;

import static io.meshtwin.bridge.sample.Routing.ORIGIN;
import static io.meshtwin.bridge.sample.Routing.forward;
import static io.meshtwin.bridge.sample.Routing.rule;
import static io.meshtwin.bridge.sample.Routing.service;
import static io.meshtwin.bridge.sample.Routing.to;

import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cors;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.SessionPersistence;
import io.meshtwin.twin.routing.SessionPersistence.Carrier;
import io.meshtwin.twin.routing.Timeouts;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Routing that says more than where to, for goldens. */
final class GoldenDelivery {
  private GoldenDelivery() {}

  static RouteRule[] mirrors() {
    Mirror all = new Mirror(new Destination.ToService(service("copy")), 1, 1, ORIGIN);
    Mirror some = new Mirror(new Destination.ToService(service("sample")), 1, 3, ORIGIN);
    Mirror nobody = new Mirror(new Destination.Invalid(500, "none"), 1, 1, ORIGIN);
    Mirror never = new Mirror(new Destination.ToService(service("never")), 0, 100, ORIGIN);
    return new RouteRule[] {
      delivered(new Delivery(Timeouts.NONE, null, List.of(all, some, nobody, never), null))
    };
  }

  static RouteRule[] retries() {
    Retries retries =
        new Retries(
            2,
            List.of("connect-failure", "retriable-status-codes"),
            List.of(500, 503),
            Duration.ofMillis(100));
    Timeouts limits = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(2));
    return new RouteRule[] {delivered(new Delivery(limits, retries, List.of(), null))};
  }

  static RouteRule[] sessions() {
    SessionPersistence cookie = new SessionPersistence(Carrier.COOKIE, "stay", Duration.ofHours(1));
    SessionPersistence header = new SessionPersistence(Carrier.HEADER, "x-stay", null);
    Delivery byHeader = new Delivery(Timeouts.NONE, null, List.of(), header);
    return new RouteRule[] {
      rule(
          new RouteMatch(new PathMatch.SegmentPrefix("/cart"), null, List.of(), List.of()),
          sent(new Delivery(Timeouts.NONE, null, List.of(), cookie), to(1, "one"))),
      rule(
          new RouteMatch(new PathMatch.Exact("/two"), null, List.of(), List.of()),
          sent(byHeader, to(1, "one"), to(1, "two"))),
      rule(RouteMatch.ANY, sent(byHeader, to(1, "one")))
    };
  }

  static RouteRule[] cors() {
    Cors cors =
        new Cors(
            Stream.of("https://shop.example", "https://*.shop.example", "http://*")
                .map(Cors::origin)
                .toList(),
            true,
            List.of("GET", "PUT"),
            List.of("x-a", "x-b"),
            List.of("x-seen"),
            5,
            false);
    RouteAction.Redirect redirect =
        new RouteAction.Redirect(
            302,
            null,
            "new.example",
            null,
            null,
            new HeaderChanges(Map.of("x-why", "moved"), Map.of(), List.of("x-gone")));
    return new RouteRule[] {
      new RouteRule(
          "cors",
          new RouteMatch(new PathMatch.Prefix("/a"), null, List.of(), List.of()),
          forward(to(1, "one")),
          cors,
          Precedence.ALONE,
          ORIGIN),
      rule(RouteMatch.ANY, redirect)
    };
  }

  static RouteRule[] paths() {
    return new RouteRule[] {
      rule(
          RouteMatch.ANY,
          forward(to(1, "one", path("/1")), to(2, "two", path("/2")), to(1, "three", path("/1"))))
    };
  }

  /** Datagrams to one Service, to two by weight, and where a share has no endpoints. */
  static List<Listener> datagrams() {
    return List.of(
        udp("dns", 53, to(1, "one")),
        udp("game", 99, to(3, "one"), to(1, "two")),
        udp("lost", 98, to(3, "one"), to(1, "empty")),
        udp("none", 97));
  }

  private static Listener udp(String name, int port, WeightedDestination... destinations) {
    return new Listener(
        name, new Listener.Binding.ToGateway(port), new Handler.Udp(List.of(destinations)), ORIGIN);
  }

  private static Changes path(String path) {
    return new Changes(HeaderChanges.NONE, HeaderChanges.NONE, null, new PathRewrite.Full(path));
  }

  private static RouteRule delivered(Delivery delivery) {
    return rule(RouteMatch.ANY, sent(delivery, to(1, "one")));
  }

  private static RouteAction sent(Delivery delivery, WeightedDestination... destinations) {
    return new RouteAction.Forward(List.of(destinations), Changes.NONE, delivery);
  }
}
