package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.sidecar.Seen;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names by which clients of two meshes ask for hosts, and for nothing else. */
final class AskedNames {
  private final ResolvedMesh before;
  private final ResolvedMesh after;

  /** What the meshes have names for that are no Service's; null until a wildcard is asked for. */
  private @Nullable SortedSet<String> hosts;

  AskedNames(ResolvedMesh before, ResolvedMesh after) {
    this.before = before;
    this.after = after;
  }

  /** In Istio a short name leads to a Service only where the client's proxy sees it. */
  String of(ServicePort port) {
    if (!port.isHost()) {
      return before.dialect().mesh().sidecars() ? Seen.host(port) : nearer(port);
    }
    String host = port.display();
    return host.startsWith("*") ? Domains.hostOf(host, hosts()) : host;
  }

  /**
   * All names that a client of another namespace may ask for it by, the one of {@link #of} first.
   */
  List<Dial.ToHost> all(ServicePort port) {
    Stream<String> names = Stream.of(of(port));
    if (!port.isHost()) {
      String name = nearer(port);
      names = Stream.concat(names, Stream.of(name, name + ".svc", Seen.host(port)));
    }
    return names.distinct().map(name -> new Dial.ToHost(name, port.port())).toList();
  }

  /** A Service's name with its namespace alone. */
  static String nearer(ServicePort port) {
    return port.service().name() + "." + port.service().namespace();
  }

  private SortedSet<String> hosts() {
    SortedSet<String> known = hosts;
    if (known == null) {
      SortedSet<String> found = new TreeSet<>();
      Stream.of(before, after)
          .flatMap(mesh -> mesh.destinations().stream())
          .filter(ServicePort::isHost)
          .forEach(port -> found.add(port.display()));
      known = found;
      hosts = found;
    }
    return known;
  }
}
