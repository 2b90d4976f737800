package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.routing.ServicePort;
import java.util.TreeMap;

/** Workloads of the mesh at a Service's port. */
record ServicePlace(ClientGroup clients, ServicePort port) implements Place {
  @Override
  public Destination destination() {
    return new Destination.OfService(port);
  }

  @Override
  public Behaviour behaviour(Simulator simulator) {
    CompiledListener listener = simulator.outbound(scope(), port);
    if (listener != null) {
      return Behaviour.of(listener, host());
    }
    var anything = new Point("GET", "/", new TreeMap<>(), new TreeMap<>());
    return Behaviour.of(simulator.verdict(call(anything, true)).effect(), false);
  }

  @Override
  public Call call(Point point, boolean http) {
    boolean named = !clients.examples().isEmpty();
    String name = named ? clients.examples().getFirst() : "";
    String namespace = scope().namespace();
    // The example is of the group, so its own namespace routes as the first one does.
    ClientScope scope =
        named ? new ClientScope(scope().cluster(), name.substring(0, name.indexOf('/'))) : scope();
    var from = new Client.InMesh(scope, named ? name : "a workload in " + namespace);
    return Calls.of(from, host(), port.port(), point, http);
  }

  private ClientScope scope() {
    return clients.scopes().getFirst();
  }

  private String host() {
    return port.service().name() + "." + port.service().namespace();
  }
}
