package io.meshtwin.bridge.xds;

import static io.meshtwin.bridge.sample.Routing.anyHost;
import static io.meshtwin.bridge.sample.Routing.cluster;
import static io.meshtwin.bridge.sample.Routing.forward;
import static io.meshtwin.bridge.sample.Routing.gateway;
import static io.meshtwin.bridge.sample.Routing.invalid;
import static io.meshtwin.bridge.sample.Routing.rule;
import static io.meshtwin.bridge.sample.Routing.service;
import static io.meshtwin.bridge.sample.Routing.sidecar;
import static io.meshtwin.bridge.sample.Routing.to;

import io.meshtwin.bridge.sample.MintedSecrets;
import io.meshtwin.bridge.sample.Routing;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.Timeouts;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.VirtualHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Routing to translate, by the name of its golden. */
final class GoldenCases {
  private static final ProxyId SIDECAR = ProxyId.sidecar("shop", "web");
  private static final ProxyId GATEWAY = ProxyId.gateway("shop", "edge");

  private static final SecretSource SECRETS =
      new MintedSecrets().with("shop", "shop.example").with("client", "edge.shop");

  private GoldenCases() {}

  static SortedMap<String, Supplier<ProxyResources>> all() {
    SortedMap<String, Supplier<ProxyResources>> cases = new TreeMap<>();
    cases.put("matches-of-every-kind", () -> translated(matches()));
    cases.put("weights-with-an-invalid-share", () -> translated(weights()));
    cases.put("no-valid-backend-is-500", () -> translated(noValidBackend()));
    cases.put("headers-host-and-path-changed", () -> translated(changes()));
    cases.put("timeouts-of-request-and-try", () -> translated(timeouts()));
    cases.put("redirects", () -> edge(gateway(8080, anyHost(redirects()))));
    cases.put("what-is-not-modelled-is-501", () -> translated(unmodelled()));
    cases.put("hosts-of-a-gateway", () -> edge(gateway(8080, hosts())));
    cases.put("tcp-and-http2-clusters", GoldenCases::protocols);
    cases.put("a-sidecar-that-intercepts", GoldenCases::intercepting);
    cases.put("tls-of-a-gateway", () -> edge(GoldenTls.gateway()));
    cases.put("http-tls-and-bytes-on-one-port", () -> edge(GoldenTls.mixed()));
    cases.put("tls-to-backends", () -> edge(GoldenTls.upstreams()));
    cases.put("mirrors-all-some-and-nobody", () -> translated(GoldenDelivery.mirrors()));
    cases.put("retries-with-codes-and-backoff", () -> translated(GoldenDelivery.retries()));
    cases.put("sessions-by-cookie-and-header", () -> translated(GoldenDelivery.sessions()));
    cases.put("cors-and-a-redirects-own-headers", () -> translated(GoldenDelivery.cors()));
    cases.put("backends-with-paths-of-their-own", () -> translated(GoldenDelivery.paths()));
    cases.put("datagrams-by-weight", GoldenCases::datagrams);
    cases.put("what-comes-to-a-workload", GoldenServer::workload);
    return cases;
  }

  private static ProxyResources translated(RouteRule... rules) {
    return Translation.of(
        SIDECAR,
        ProxyRouting.sending(List.of(sidecar(rules))),
        (port, _, _) -> cluster(port.service().name(), 9001),
        FIXED,
        SecretSource.NONE);
  }

  private static ProxyResources edge(Listener listener) {
    return Translation.of(
        GATEWAY,
        ProxyRouting.sending(List.of(listener)),
        (port, _, _) -> cluster(port.service().name(), 9001),
        FIXED,
        SECRETS);
  }

  private static ProxyResources datagrams() {
    return Translation.of(
        GATEWAY,
        ProxyRouting.sending(GoldenDelivery.datagrams()),
        (port, _, _) ->
            switch (port.service().name()) {
              case "empty" -> cluster(Cluster.Protocol.UDP, "empty");
              case "two" -> cluster(Cluster.Protocol.UDP, "two", 9002, 9003);
              default -> cluster(Cluster.Protocol.UDP, "one", 9001);
            },
        FIXED,
        SECRETS);
  }

  private static RouteRule[] matches() {
    return new RouteRule[] {
      toOne(new RouteMatch(new PathMatch.Exact("/cart"), "GET", List.of(), List.of())),
      toOne(new RouteMatch(new PathMatch.SegmentPrefix("/v1"), null, List.of(), List.of())),
      toOne(new RouteMatch(new PathMatch.Regex("/items/[0-9]+"), null, List.of(), List.of())),
      toOne(
          new RouteMatch(
              PathMatch.ANY,
              null,
              List.of(exact("x-env", "canary"), regex("x-user", "a.*")),
              List.of(exact("page", "1"), regex("sort", "up|down")))),
      toOne(RouteMatch.ANY)
    };
  }

  private static RouteRule[] weights() {
    return new RouteRule[] {rule(RouteMatch.ANY, forward(to(90, "one"), to(9, "two"), invalid(1)))};
  }

  private static RouteRule[] noValidBackend() {
    return new RouteRule[] {
      rule(prefix("/none"), forward()), rule(RouteMatch.ANY, forward(invalid(1), invalid(2)))
    };
  }

  private static RouteRule[] changes() {
    HeaderChanges rule =
        new HeaderChanges(Map.of("x-set", "100%"), Map.of("x-add", "rule"), List.of("x-gone"));
    HeaderChanges share =
        new HeaderChanges(Map.of("x-set", "share"), Map.of("x-add", "share"), List.of());
    Changes whole = new Changes(rule, rule, "cart.example", null);
    Changes ofShare = new Changes(share, HeaderChanges.NONE, "two.example", null);
    return new RouteRule[] {
      rule(prefix("/one"), forward(rewritten("/one", "/"), to(1, "one"))),
      rule(prefix("/two"), forward(rewritten("/two", "/2/"), to(1, "one"))),
      rule(
          prefix("/full"),
          forward(
              new Changes(
                  HeaderChanges.NONE, HeaderChanges.NONE, null, new PathRewrite.Full("/new")),
              to(1, "one"))),
      rule(RouteMatch.ANY, forward(whole, to(1, "one"), to(1, "two", ofShare)))
    };
  }

  private static RouteRule[] timeouts() {
    Timeouts limits = new Timeouts(Duration.ofSeconds(10), Duration.ofMillis(2500));
    return new RouteRule[] {
      rule(
          RouteMatch.ANY,
          new RouteAction.Forward(
              List.of(to(1, "one")), Changes.NONE, new Delivery(limits, null, List.of(), null)))
    };
  }

  private static RouteRule[] redirects() {
    return new RouteRule[] {
      rule(
          prefix("/tls"),
          new RouteAction.Redirect(301, "https", null, null, null, HeaderChanges.NONE)),
      rule(
          prefix("/host"),
          new RouteAction.Redirect(302, null, "new.example", null, null, HeaderChanges.NONE)),
      rule(
          prefix("/port"),
          new RouteAction.Redirect(307, null, null, 8443, null, HeaderChanges.NONE)),
      rule(
          prefix("/full"),
          new RouteAction.Redirect(
              303, null, null, null, new PathRewrite.Full("/new"), HeaderChanges.NONE)),
      rule(
          prefix("/old"),
          new RouteAction.Redirect(
              308,
              "https",
              "new.example",
              443,
              new PathRewrite.Prefix("/old", "/"),
              HeaderChanges.NONE))
    };
  }

  private static RouteRule[] unmodelled() {
    HeaderChanges host = new HeaderChanges(Map.of("Host", "x"), Map.of(), List.of());
    return new RouteRule[] {
      rule(
          prefix("/auth"),
          new RouteAction.Unmodelled(
              new Caveat("ExtensionRef to a filter is not modelled", Routing.ORIGIN))),
      rule(RouteMatch.ANY, forward(new Changes(host, HeaderChanges.NONE, null, null), to(1, "one")))
    };
  }

  private static List<VirtualHost> hosts() {
    RouteRule forward = toOne(RouteMatch.ANY);
    return List.of(
        new VirtualHost("exact", List.of("shop.example"), List.of(forward)),
        new VirtualHost("wildcard", List.of("*.example"), List.of(forward)),
        new VirtualHost("nothing", List.of("*"), List.of()));
  }

  private static ProxyResources protocols() {
    Listener tcp =
        sidecar(
            "db.shop:5432", "10.96.0.2", new Handler.Tcp(List.of(to(2, "db"), to(1, "replica"))));
    Listener unmodelled =
        sidecar(
            "tls.shop:443",
            "10.96.0.3",
            new Handler.Unmodelled(
                List.of(new Caveat("TLSRoute is not modelled", Routing.ORIGIN))));
    Listener grpc = sidecar(rule(RouteMatch.ANY, forward(to(1, "grpc"), to(1, "unsaid"))));
    return Translation.of(
        SIDECAR,
        ProxyRouting.sending(List.of(tcp, unmodelled, grpc)),
        (port, _, _) ->
            switch (port.service().name()) {
              case "grpc" -> cluster(Cluster.Protocol.HTTP2, "grpc", 9001, 9002);
              case "unsaid" -> cluster(Cluster.Protocol.UNSAID, "unsaid", 9005);
              case "replica" -> cluster(Cluster.Protocol.TCP, "replica");
              default -> weighted();
            },
        FIXED,
        SecretSource.NONE);
  }

  private static Cluster weighted() {
    return new Cluster(
        service("db"),
        Cluster.Protocol.TCP,
        List.of(
            new Endpoint("shop/db-0", "127.0.0.1", 9003, "shop/db", 3),
            new Endpoint("shop/db-1", "", 9004, "shop/db", 1)),
        List.of());
  }

  private static ProxyResources intercepting() {
    return Translation.of(
        SIDECAR,
        ProxyRouting.sending(
            List.of(
                sidecar(toOne(RouteMatch.ANY)),
                new Listener(
                    "manifests.shop:80",
                    new Listener.Binding.ToService(service("manifests"), List.of(), List.of()),
                    new Handler.Http(List.of()),
                    Routing.ORIGIN))),
        (port, _, _) -> cluster("one", 9001),
        new ClusterAddresses(),
        SecretSource.NONE);
  }

  private static RouteRule toOne(RouteMatch match) {
    return rule(match, forward(Routing.to(1, "one")));
  }

  private static RouteMatch prefix(String path) {
    return new RouteMatch(new PathMatch.SegmentPrefix(path), null, List.of(), List.of());
  }

  private static Changes rewritten(String prefix, String value) {
    return new Changes(
        HeaderChanges.NONE, HeaderChanges.NONE, null, new PathRewrite.Prefix(prefix, value));
  }

  private static ValueMatch.Named exact(String name, String value) {
    return new ValueMatch.Named(name, new ValueMatch.Exact(value));
  }

  private static ValueMatch.Named regex(String name, String value) {
    return new ValueMatch.Named(name, new ValueMatch.Regex(value));
  }

  /** The cluster's addresses, but sidecars open their ports and do not intercept. */
  private static final Addresses FIXED =
      new Addresses() {
        private final ClusterAddresses cluster = new ClusterAddresses();

        @Override
        public Bind listen(ProxyId proxy, Listener listener) {
          return new Bind(cluster.listen(proxy, listener).addresses(), true);
        }

        @Override
        public java.util.Optional<Address> reach(ProxyId proxy, Cluster of, Endpoint endpoint) {
          return cluster.reach(proxy, of, endpoint);
        }
      };
}
