package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.resource.IstioServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The servers of all Gateways that a proxy serves, merged by port (istio, {@code
 * pilot/pkg/model/gateway.go}, {@code mergeGateways}): the first server of a port decides what it
 * is, and what does not go with it is skipped.
 */
final class ServerMerge {
  private final Map<Place, List<ServedServer>> merged = new LinkedHashMap<>();
  private final Map<String, List<ServedServer>> byRouteName = new HashMap<>();
  private final Map<Integer, Place> plain = new HashMap<>();
  private final Map<Integer, Map<String, String>> tlsHosts = new HashMap<>();
  private final List<Skipped> skipped = new ArrayList<>();

  /** Where servers are merged ({@code ServerPort}). */
  record Place(int port, IstioProtocol protocol, String bind) {}

  /**
   * A server that istiod leaves out.
   *
   * @param server the server
   * @param reason in words
   */
  record Skipped(ServedServer server, String reason) {}

  static ServerMerge of(GatewayProxy proxy) {
    var merge = new ServerMerge();
    for (IstioGateway gateway : proxy.gateways()) {
      for (IstioServer server : gateway.servers()) {
        merge.add(ServedServer.of(gateway, server, proxy.listened(server.port())));
      }
    }
    return merge;
  }

  /** The servers of each place, in istiod's order. */
  Map<Place, List<ServedServer>> merged() {
    return merged;
  }

  /** The servers that share a route configuration. */
  List<ServedServer> sharing(String routeName) {
    return byRouteName.getOrDefault(routeName, List.of());
  }

  /** What is left out. */
  List<Skipped> skipped() {
    return skipped;
  }

  private void add(ServedServer served) {
    List<String> twice = served.server().tls() == null ? List.of() : duplicates(served);
    if (!twice.isEmpty()) {
      skip(served, "another server of the port has the host " + String.join(", ", twice));
      return;
    }
    var place = new Place(served.port(), served.server().protocol(), served.server().bind());
    boolean known = merged.keySet().stream().anyMatch(other -> other.port() == place.port());
    Place first = plain.get(place.port());
    if (!known) {
      open(served, place);
    } else if (first != null) {
      besidePlain(served, place, first);
    } else if (served.server().isTls()) {
      besideTls(served, place);
    } else {
      open(served, place);
    }
  }

  /** Hosts that the port has already on the same address ({@code CheckDuplicates}). */
  private List<String> duplicates(ServedServer served) {
    Map<String, String> known = tlsHosts.computeIfAbsent(served.port(), _ -> new HashMap<>());
    String bind = served.server().bind();
    List<String> hosts = served.hosts().stream().map(ServerHost::written).toList();
    List<String> twice = hosts.stream().filter(host -> bind.equals(known.get(host))).toList();
    if (twice.isEmpty()) {
      hosts.forEach(host -> known.put(host, bind));
    }
    return twice;
  }

  private void open(ServedServer served, Place place) {
    if (!served.server().isTls()) {
      plain.put(place.port(), place);
    }
    if (served.server().readsHttp()) {
      byRouteName.put(served.routeName(), new ArrayList<>(List.of(served)));
    }
    merged.put(place, new ArrayList<>(List.of(served)));
  }

  /** Plain HTTP goes with plain HTTP; anything goes beside it on another address. */
  private void besidePlain(ServedServer served, Place place, Place first) {
    boolean sameBind = place.bind().equals(first.bind());
    if (sameBind && !(place.protocol().isHttp() && first.protocol().isHttp())) {
      skip(
          served,
          "the port carries %s, which %s does not go with"
              .formatted(first.protocol(), place.protocol()));
      return;
    }
    List<ServedServer> there = merged.get(sameBind ? first : place);
    if (there == null) {
      open(served, place);
    } else {
      there.add(served);
      byRouteName.computeIfAbsent(served.routeName(), _ -> new ArrayList<>()).add(served);
    }
  }

  /** TLS servers of a port are told apart by server name. */
  private void besideTls(ServedServer served, Place place) {
    if (served.server().readsHttp()) {
      @Nullable List<ServedServer> known =
          byRouteName.putIfAbsent(served.routeName(), new ArrayList<>(List.of(served)));
      if (known != null) {
        skip(served, "another HTTPS server of the Gateway has the port's name");
        return;
      }
    }
    merged.computeIfAbsent(place, _ -> new ArrayList<>()).add(served);
  }

  private void skip(ServedServer served, String reason) {
    skipped.add(new Skipped(served, reason));
  }
}
