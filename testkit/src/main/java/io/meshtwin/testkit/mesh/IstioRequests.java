package io.meshtwin.testkit.mesh;

import io.meshtwin.testkit.spec.SpecRequest;
import io.meshtwin.testkit.spec.SpecRequest.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Random requests on the boundaries of {@link IstioMesh}'s rules. {@code from} is a workload, or
 * {@link SpecRequest#OUTSIDE}; {@code dialed} is a host, or {@link #GATEWAY}.
 */
public final class IstioRequests {
  /** The Istio Gateway of the mesh. */
  public static final String GATEWAY = "north/edge";

  private static final List<String> PATHS =
      List.of("/", "/a", "/a/", "/A", "/a/b", "/ab", "/b", "/a/../a", "/%61", "/x", "/a//b");

  private final Dice dice;

  private IstioRequests(Dice dice) {
    this.dice = dice;
  }

  /** One request. */
  public static SpecRequest next(Random random) {
    var requests = new IstioRequests(new Dice(random));
    return requests.dice.oneIn(5) ? requests.outside() : requests.inMesh();
  }

  private SpecRequest outside() {
    String host = dice.any("a.example.com", "b.example.com", "x.a.example.com", "other.org");
    return http(Protocol.HTTP, SpecRequest.OUTSIDE, GATEWAY, (int) dice.any(80, 80, 8080), host);
  }

  private SpecRequest inMesh() {
    String namespace = dice.any(IstioMesh.NAMESPACES);
    String own = namespace + "/" + dice.any("web", "web", "cart-v1");
    String from = dice.oneIn(10) ? IstioMesh.BARE + "/old" : own;
    String service =
        dice.any(IstioMesh.SERVICES) + "." + dice.any("north", "north", "east", "west");
    String dialed = dice.oneIn(4) ? service + ".svc.cluster.local" : service;
    int port = dice.any(80, 80, 80, 8080);
    return switch (dice.below(12)) {
      case 0 -> bytes(from, IstioMesh.WIRE + "." + dice.any(IstioMesh.NAMESPACES));
      case 1 -> http(Protocol.GRPC, from, dialed, 7070, dialed + ":7070");
      case 2, 3 -> http(Protocol.HTTP, from, outer(), 80, "");
      case 4 -> http(Protocol.HTTP, from, dialed, 6060, dialed + ":6060");
      // Istio goes by Host, whatever was dialed.
      case 5 -> http(Protocol.HTTP, from, dialed, port, dice.any("cart.west", "unknown.example"));
      default -> http(Protocol.HTTP, from, dialed, port, port == 80 ? "" : dialed + ":" + port);
    };
  }

  private String outer() {
    return dice.oneIn(4) ? "nobody.example.org" : dice.any(IstioMesh.OUTSIDE);
  }

  private SpecRequest bytes(String from, String dialed) {
    return new SpecRequest(Protocol.TCP, from, dialed, 9000, null, "", "GET", "/", null, Map.of());
  }

  /**
   * @param host empty for what is dialed
   */
  private SpecRequest http(Protocol protocol, String from, String dialed, int port, String host) {
    boolean grpc = protocol == Protocol.GRPC;
    Map<String, List<String>> headers = headers();
    if (grpc) {
      headers.put("content-type", List.of("application/grpc"));
    }
    return new SpecRequest(
        protocol,
        from,
        dialed,
        port,
        null,
        host.isEmpty() ? dialed : host,
        grpc ? "POST" : dice.any("GET", "GET", "POST", "OPTIONS"),
        dice.any(PATHS),
        grpc ? null : query(),
        headers);
  }

  private Map<String, List<String>> headers() {
    var result = new TreeMap<String, List<String>>();
    for (String name : List.of("env", "version")) {
      if (dice.oneIn(2)) {
        result.put(name, dice.any(List.of("one"), List.of("two"), List.of("three"), List.of("")));
      }
    }
    if (dice.oneIn(5)) {
      result.put("x-there", List.of(dice.any("", "yes")));
    }
    return result;
  }

  private @Nullable String query() {
    var parts = new ArrayList<String>();
    if (dice.oneIn(3)) {
      parts.add("env=" + dice.any("one", "two", ""));
    }
    if (dice.oneIn(6)) {
      parts.add("z=1");
    }
    return parts.isEmpty() ? null : String.join("&", parts);
  }
}
