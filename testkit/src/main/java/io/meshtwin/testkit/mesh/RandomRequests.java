package io.meshtwin.testkit.mesh;

import io.meshtwin.testkit.spec.SpecRequest;
import io.meshtwin.testkit.spec.SpecRequest.Protocol;
import io.meshtwin.testkit.spec.SpecRequest.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Random requests on the boundaries of {@link RandomMesh}'s rules. */
public final class RandomRequests {
  private static final List<String> HOSTS =
      List.of("a.example.com", "b.example.com", "x.a.example.com", "example.com", "other.org");
  private static final List<String> PATHS =
      List.of(
          "/",
          "/a",
          "/a/",
          "/a/b",
          "/ab",
          "/A",
          "/b/c",
          "/a%20b",
          "/a/.b",
          "/a;v=1",
          "/~x,y",
          "/a//b",
          "//a",
          "/a%2Fb",
          "/a%2fb",
          "/q/../a",
          "/a/./b",
          "/%61",
          "/a/b/..",
          "/a/z",
          "/a/z/",
          "/b/",
          "/b/c/d",
          "/a%20b/z",
          "/shop.Cart/Get");
  private static final List<String> CALLS =
      List.of(
          "/shop.Cart/Get", "/shop.Cart/List", "/shop.Pay/Get", "/shop.pay/Get", "/shop.Cart/G");

  private final Dice dice;

  private RandomRequests(Dice dice) {
    this.dice = dice;
  }

  /** One request, from a client in the mesh or through the Gateway. */
  public static SpecRequest next(Random random) {
    var requests = new RandomRequests(new Dice(random));
    return requests.dice.below(5) < 2 ? requests.outside() : requests.inMesh();
  }

  private SpecRequest outside() {
    String host = host();
    return switch (dice.below(20)) {
      case 0, 1 -> stream(Protocol.TCP, SpecRequest.OUTSIDE, RandomMesh.GATEWAY, 9000, null);
      case 2 -> stream(Protocol.UDP, SpecRequest.OUTSIDE, RandomMesh.GATEWAY, 53, null);
      case 3, 4, 5 ->
          stream(Protocol.TLS, SpecRequest.OUTSIDE, RandomMesh.GATEWAY, 8443, dice.any(HOSTS));
      case 6, 7, 8, 9 -> http(Protocol.HTTPS, SpecRequest.OUTSIDE, RandomMesh.GATEWAY, 443, host);
      case 10, 11 -> http(Protocol.GRPC, SpecRequest.OUTSIDE, RandomMesh.GATEWAY, 80, host);
      case 12 -> http(Protocol.HTTP, SpecRequest.OUTSIDE, RandomMesh.GATEWAY, 8081, host);
      default -> http(Protocol.HTTP, SpecRequest.OUTSIDE, RandomMesh.GATEWAY, 80, host);
    };
  }

  private SpecRequest inMesh() {
    String from = dice.any(RandomMesh.NAMESPACES);
    String namespace = dice.any("north", "north", "north", "east", "west");
    String service = namespace + "/" + dice.any(RandomMesh.SERVICES);
    String wire = dice.any(RandomMesh.NAMESPACES) + "/" + RandomMesh.WIRE;
    // A Service is recognised by what is dialed, whatever Host says.
    String host = dice.oneIn(4) ? "any.example" : service.replaceFirst("(.*)/(.*)", "$2.$1");
    int port = dice.oneIn(3) ? 8080 : 80;
    return switch (dice.below(16)) {
      case 0 -> stream(Protocol.TCP, from, wire, 9000, null);
      case 1 -> stream(Protocol.UDP, from, wire, 53, null);
      case 4 -> stream(Protocol.TLS, from, wire, 9000, dice.any(HOSTS));
      case 5 ->
          dice.oneIn(3)
              ? http(Protocol.HTTPS, from, service, port, host)
              : stream(Protocol.TLS, from, service, port, dice.any(HOSTS));
      case 2, 3 -> http(Protocol.GRPC, from, service, port, host);
      default -> http(Protocol.HTTP, from, service, port, host);
    };
  }

  private SpecRequest http(Protocol protocol, String from, String dialed, int port, String host) {
    boolean grpc = protocol == Protocol.GRPC;
    var headers = headers();
    if (grpc) {
      headers.put("content-type", List.of("application/grpc"));
    }
    boolean preflight = !grpc && dice.oneIn(12);
    if (preflight) {
      headers.put("origin", List.of(dice.any("https://www.example.com", "https://other.org")));
      headers.put("access-control-request-method", List.of("PUT"));
    }
    String asked = host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    String sni = dice.oneIn(8) ? dice.any(HOSTS) : asked;
    return new SpecRequest(
        protocol,
        from,
        dialed,
        port,
        protocol == Protocol.HTTPS ? hello(sni) : null,
        host,
        grpc ? "POST" : dice.any("GET", preflight ? "OPTIONS" : "GET", "POST", "DELETE"),
        grpc ? dice.any(CALLS) : dice.any(PATHS),
        grpc ? null : query(),
        headers);
  }

  private SpecRequest.Hello hello(String name) {
    return new SpecRequest.Hello(
        name, dice.any(Shown.TRUSTED, Shown.TRUSTED, Shown.NOTHING, Shown.STRANGER));
  }

  private static SpecRequest stream(
      Protocol protocol, String from, String dialed, int port, @Nullable String sni) {
    var hello = sni == null ? null : SpecRequest.Hello.to(sni);
    return new SpecRequest(protocol, from, dialed, port, hello, "", "GET", "/", null, Map.of());
  }

  private String host() {
    String host = dice.any(HOSTS);
    return switch (dice.below(10)) {
      case 0 -> host + ":80";
      case 1 -> host.toUpperCase(Locale.ROOT);
      default -> host;
    };
  }

  private Map<String, List<String>> headers() {
    var result = new TreeMap<String, List<String>>();
    for (String name : List.of("env", "version")) {
      if (dice.oneIn(2)) {
        result.put(
            name, dice.any(List.of("one"), List.of("two"), List.of("one", "two"), List.of("")));
      }
    }
    return result;
  }

  private @Nullable String query() {
    var parts = new ArrayList<String>();
    for (String name : List.of("env", "Version", "version")) {
      if (dice.oneIn(3)) {
        parts.add(name + "=" + dice.any("one", "two", "", "a+b"));
      }
    }
    if (dice.oneIn(6)) {
      parts.add(dice.any("env=two", "env", "z=1"));
    }
    return parts.isEmpty() ? null : String.join("&", parts);
  }
}
