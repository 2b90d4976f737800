package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.stream.Stream;

/**
 * Workloads of the mesh at a port of a Service, or of another host.
 *
 * @param host a name by which they ask for it, and for nothing else
 */
record ServicePlace(
    ClientGroup clients, ServicePort port, String host, Opening opening, Caller caller)
    implements Place {
  /** Every way in which clients come to the port, before or after. */
  static List<ServicePlace> all(
      Simulator before, Simulator after, ClientGroup clients, ServicePort port) {
    ClientScope scope = clients.scopes().getFirst();
    List<CompiledListener> listeners =
        Stream.of(
                after.outbound(scope, port),
                before.outbound(scope, port),
                after.datagrams(scope, port),
                before.datagrams(scope, port))
            .flatMap(Stream::ofNullable)
            .toList();
    Caller caller = caller(before, after, clients, scope.cluster());
    String host = host(before, after, port);
    return Opening.of(listeners).stream()
        .map(opening -> new ServicePlace(clients, port, host, opening, caller))
        .toList();
  }

  /** What the group's example shows of itself. */
  private static Caller caller(
      Simulator before, Simulator after, ClientGroup clients, String cluster) {
    return clients.examples().stream()
        .flatMap(name ->
            Stream.of(after, before)
                .flatMap(s -> Stream.ofNullable(s.mesh().workload(cluster, name))))
        .map(Callers::caller)
        .findFirst()
        .orElse(Caller.UNKNOWN);
  }

  @Override
  public Destination destination() {
    return new Destination.OfService(port);
  }

  @Override
  public Call call(Point point, boolean http) {
    boolean named = !clients.examples().isEmpty();
    String name = named ? clients.examples().getFirst() : "";
    String namespace = scope().namespace();
    // The example is of the group, so its own scope behaves as the first one does.
    ClientScope scope = named ? scope(name.substring(0, name.indexOf('/'))) : scope();
    var from = new Client.InMesh(scope, named ? name : "a workload in " + namespace, caller);
    return Calls.of(from, new Dial.ToHost(host, port.port()), opening, point, http);
  }

  private ClientScope scope(String namespace) {
    return clients.scopes().stream()
        .filter(scope -> scope.namespace().equals(namespace))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no scope of an example in " + namespace));
  }

  private ClientScope scope() {
    return clients.scopes().getFirst();
  }

  private static String host(Simulator before, Simulator after, ServicePort port) {
    if (!port.isHost()) {
      return port.service().name() + "." + port.service().namespace();
    }
    String host = port.display();
    return host.startsWith("*")
        ? Domains.hostOf(host, Domains.hosts(before.mesh(), after.mesh()))
        : host;
  }
}
