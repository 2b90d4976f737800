package io.meshtwin.bridge.xds;

import static io.meshtwin.bridge.sample.Routing.ORIGIN;

import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Inbound.Chain;
import io.meshtwin.twin.routing.Inbound.Mode;
import io.meshtwin.twin.routing.ServerSide;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.TlsParameters;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AccessCondition.Path;
import io.meshtwin.twin.routing.access.AccessCondition.Peer;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessFilter.Action;
import io.meshtwin.twin.routing.access.AccessFilter.Rbac;
import io.meshtwin.twin.routing.access.AccessPolicy;
import io.meshtwin.twin.routing.access.ExternalAuthorizer;
import io.meshtwin.twin.routing.access.StringMatch.Exact;
import io.meshtwin.twin.routing.access.StringMatch.Prefix;
import io.meshtwin.twin.routing.access.StringMatch.Suffix;
import io.meshtwin.twin.routing.access.TokenRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What comes to a workload, for goldens: its own listener behind iptables. */
final class GoldenServer {
  private static final List<String> MESH = List.of("istio-http/1.0", "istio-http/1.1", "istio-h2");

  private static final String KEYS =
      "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\","
          + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
          + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}]}";

  private GoldenServer() {}

  static ProxyResources workload() {
    var ports = new TreeMap<Integer, ServerSide.Port>();
    ports.put(7070, new ServerSide.Port(http(), Cluster.Protocol.HTTP2, ""));
    ports.put(8080, new ServerSide.Port(http(), Cluster.Protocol.HTTP, "127.0.0.1:18080"));
    ports.put(9000, new ServerSide.Port(bytes(), Cluster.Protocol.TCP, ""));
    var peers = new ServerSide.Peers(List.of("cluster.local", "old.local"), TlsParameters.USUAL);
    return Translation.of(
        ProxyId.sidecar("shop", "cart-0"),
        new ProxyRouting(
            List.of(), new ServerSide(ports, others(), peers), Destination.ToService::new),
        (port, _, _) -> new Cluster(port, Cluster.Protocol.HTTP, List.of(), List.of()),
        new ClusterAddresses(),
        SecretSource.NONE);
  }

  /** Tokens with keys in place and with none, then refused paths, then who is let in. */
  private static Inbound http() {
    List<AccessFilter> filters =
        List.of(
            asking(new ExternalAuthorizer.Http("gate.shop", "/check", headers())),
            new AccessFilter.Tokens(List.of(token(KEYS), token("{\"keys\":[]}"), token(null))),
            new Rbac(Action.DENY, true, List.of(policy("deny", new Path(new Exact("/a", false))))),
            new Rbac(Action.ALLOW, false, List.of(policy("tried", AccessCondition.ALWAYS))),
            new Rbac(Action.ALLOW, true, List.of(policy("allow", AccessCondition.ALWAYS))));
    return inbound(
        Mode.PERMISSIVE,
        new Chain("mtls", true, MESH, true, true, filters),
        new Chain("plain", false, List.of(), false, true, filters));
  }

  private static Inbound bytes() {
    AccessFilter external = asking(new ExternalAuthorizer.Grpc("gate.shop"));
    return inbound(Mode.STRICT, new Chain("mtls", true, List.of(), true, false, List.of(external)));
  }

  private static AccessFilter asking(ExternalAuthorizer.Protocol protocol) {
    var authorizer =
        new ExternalAuthorizer(
            "gate",
            new ServicePort(
                new ResourceKey(ResourceKey.LOCAL, "", "Service", "shop", "gate"), 9090),
            Duration.ofSeconds(2),
            new ExternalAuthorizer.OnError(false, 503),
            new ExternalAuthorizer.Body(1024, true, false),
            protocol);
    return new AccessFilter.External(
        authorizer, List.of(policy("custom", new Path(new Prefix("/asked", false)))));
  }

  private static ExternalAuthorizer.Headers headers() {
    return new ExternalAuthorizer.Headers(
        List.of(new Exact("x-user", true)),
        new TreeMap<>(Map.of("x-asked", "yes")),
        List.of(new Prefix("x-ok-", true)),
        List.of(new Exact("x-why", true)),
        List.of(new Suffix("-seen", true)));
  }

  private static Inbound others() {
    return inbound(
        Mode.DISABLE,
        new Chain("http", false, List.of("http/1.1", "h2c"), false, true, List.of()),
        new Chain("plain", false, List.of(), false, false, List.of()));
  }

  private static Inbound inbound(Mode mode, Chain... chains) {
    return new Inbound(mode, List.of(chains), List.of(), ORIGIN);
  }

  private static AccessPolicy policy(String name, AccessCondition what) {
    return new AccessPolicy(
        name, what, new Peer(new Prefix("spiffe://cluster.local/ns/shop/", false)), ORIGIN);
  }

  private static TokenRule token(@org.jspecify.annotations.Nullable String keys) {
    return new TokenRule(
        "https://issuer.example",
        List.of("shop"),
        new TokenRule.Places(
            List.of(new TokenRule.Header("x-token", "")), List.of("token"), List.of(), true),
        new TokenRule.Content(
            List.of("permission", "scope"), "x-payload", new TreeMap<>(Map.of("x-sub", "sub"))),
        new TokenRule.Keys("https://issuer.example/keys", keys),
        ORIGIN);
  }
}
