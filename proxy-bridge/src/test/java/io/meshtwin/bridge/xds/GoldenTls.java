package io.meshtwin.bridge.xds;

import static io.meshtwin.bridge.sample.MintedSecrets.ca;
import static io.meshtwin.bridge.sample.MintedSecrets.secret;
import static io.meshtwin.bridge.sample.Routing.ORIGIN;
import static io.meshtwin.bridge.sample.Routing.anyHost;
import static io.meshtwin.bridge.sample.Routing.forward;
import static io.meshtwin.bridge.sample.Routing.rule;
import static io.meshtwin.bridge.sample.Routing.service;
import static io.meshtwin.bridge.sample.Routing.to;

import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;

/** Routing with TLS, for goldens. */
final class GoldenTls {
  private GoldenTls() {}

  /** Two hosts terminate, one of them asks for clients' certificates; a third is passed through. */
  static Listener gateway() {
    var strict = new ServerTls.ClientValidation(List.of(ca()), false);
    var lax = new ServerTls.ClientValidation(List.of(ca()), true);
    return listener(
        List.of(
            terminated("shop", List.of("shop.example"), "shop", strict, http("one")),
            terminated("wild", List.of("*.example"), "shop", lax, http("two")),
            terminated("raw", List.of("db.example"), "shop", null, tcp("db")),
            terminated("missing", List.of("missing.example"), "nobody", null, http("one")),
            new FilterChain(
                "through",
                new Transport.Passthrough(List.of("pass.example", "*")),
                tcp("pass"),
                ORIGIN)));
  }

  /**
   * What begins as HTTP is routed, TLS of a name is passed on, and all else is another protocol.
   */
  static Listener mixed() {
    return listener(
        List.of(
            new FilterChain("web", new Transport.PlainHttp(), http("one"), ORIGIN),
            new FilterChain(
                "tls", new Transport.Passthrough(List.of("pass.example")), tcp("pass"), ORIGIN),
            new FilterChain("rest", Transport.ANY, tcp("db"), ORIGIN)));
  }

  /** A Host of another listener of the port is misdirected. */
  static Handler http(String service) {
    RouteRule here = rule(RouteMatch.ANY, forward(to(1, service)));
    RouteRule elsewhere =
        rule(RouteMatch.ANY, new RouteAction.Respond(421, "another listener's host"));
    return new Handler.Http(
        List.of(
            new VirtualHost("here", List.of("*"), List.of(here)),
            new VirtualHost("elsewhere", List.of("other.example"), List.of(elsewhere))));
  }

  /** One Service in plain text, with the system's authorities, and with its own and a client's. */
  static Listener upstreams() {
    UpstreamTls system = new UpstreamTls.ByPolicy("one.example", List.of(), List.of(), null);
    UpstreamTls own =
        new UpstreamTls.ByPolicy(
            "one.example", List.of(ca()), List.of("a.example", "spiffe://a/b"), secret("client"));
    return new Listener(
        "shop/edge:8080",
        new Listener.Binding.ToGateway(8080),
        new Handler.Http(
            anyHost(
                rule(RouteMatch.ANY, forward(to(1, "one"), tls(system), tls(own), tls(lost()))))),
        ORIGIN);
  }

  private static UpstreamTls lost() {
    return new UpstreamTls.ByPolicy("lost.example", List.of(secret("nobody")), List.of(), null);
  }

  private static WeightedDestination tls(UpstreamTls tls) {
    return new WeightedDestination(
        1, new Destination.ToService(service("one"), tls), Changes.NONE, ORIGIN);
  }

  private static Handler tcp(String service) {
    return new Handler.Tcp(List.of(to(1, service)));
  }

  private static FilterChain terminated(
      String name,
      List<String> names,
      String secret,
      ServerTls.@org.jspecify.annotations.Nullable ClientValidation clients,
      Handler handler) {
    ServerTls tls = new ServerTls(List.of(secret(secret)), clients);
    return new FilterChain(name, new Transport.Terminated(names, tls), handler, ORIGIN);
  }

  private static Listener listener(List<FilterChain> chains) {
    return new Listener("shop/edge:443", new Listener.Binding.ToGateway(443), chains, ORIGIN);
  }
}
