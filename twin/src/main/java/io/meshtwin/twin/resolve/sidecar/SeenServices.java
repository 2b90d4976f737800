package io.meshtwin.twin.resolve.sidecar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Services that clients see, by host and by port, each worked out once for all who see the same.
 */
public final class SeenServices {
  private final List<MeshService> all;
  private final Map<Integer, PortServices> byPort = new ConcurrentHashMap<>();
  private volatile @Nullable Map<String, MeshService> byHost;

  /**
   * @param all in the registry's order
   */
  SeenServices(List<MeshService> all) {
    this.all = List.copyOf(all);
  }

  /** In the registry's order. */
  public List<MeshService> all() {
    return all;
  }

  /** Those that have a port. */
  public PortServices at(int port) {
    return byPort.computeIfAbsent(
        port,
        number ->
            new PortServices(
                number, all.stream().filter(service -> service.port(number) != null).toList()));
  }

  /** The ports that they have. */
  SortedSet<Integer> ports() {
    var result = new TreeSet<Integer>();
    all.forEach(service -> service.ports().forEach(port -> result.add(port.number())));
    return result;
  }

  /** By host: what the proxy has clusters for. */
  Map<String, MeshService> byHost() {
    Map<String, MeshService> known = byHost;
    if (known == null) {
      known = byHost(all.stream());
      byHost = known;
    }
    return known;
  }

  /** Services by host, those of one host and namespace together ({@code appendSidecarServices}). */
  static Map<String, MeshService> byHost(Stream<MeshService> services) {
    var result = new LinkedHashMap<String, MeshService>();
    services.forEach(service -> append(result, service));
    return Map.copyOf(result);
  }

  private static void append(Map<String, MeshService> services, MeshService service) {
    MeshService existing = services.get(service.host());
    if (existing == null || (!existing.kubernetes() && service.kubernetes())) {
      services.put(service.host(), service);
    } else if (mergeable(existing, service)) {
      var ports = new ArrayList<>(existing.ports());
      service.ports().stream()
          .filter(port -> existing.port(port.number()) == null)
          .forEach(ports::add);
      services.put(service.host(), existing.withPorts(ports));
    }
  }

  /** {@code canMergeServices}. */
  private static boolean mergeable(MeshService one, MeshService other) {
    return one.kubernetes() == other.kubernetes()
        && one.namespace().equals(other.namespace())
        && one.resolution() == other.resolution()
        && one.attributes().equals(other.attributes());
  }
}
