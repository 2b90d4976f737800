package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.routing.Listener.Binding;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Workloads of the mesh at a port of a Service, or of another host.
 *
 * @param name by which they ask for it, and for nothing else
 */
record ServicePlace(
    ClientGroup clients, ServicePort port, Name name, Opening opening, Caller caller)
    implements Place {
  /**
   * A host.
   *
   * @param words what is to be said of it, empty for the usual one
   */
  record Name(String host, String words) {}

  /** Every way in which clients come to the port, before or after. */
  static List<ServicePlace> all(
      Simulator before, Simulator after, AskedNames asked, ClientGroup clients, ServicePort port) {
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
    var places = new ArrayList<ServicePlace>();
    for (Name name : names(asked, port, listeners)) {
      for (Opening opening : Opening.of(listeners)) {
        places.add(new ServicePlace(clients, port, name, opening, caller));
      }
    }
    return places;
  }

  /**
   * Its name, and a short one where that leads elsewhere: a VirtualService may name a Service that
   * the client's proxy does not see, and then has no other name for it.
   */
  private static List<Name> names(
      AskedNames asked, ServicePort port, List<CompiledListener> listeners) {
    String host = asked.of(port);
    String nearer = AskedNames.nearer(port);
    boolean apart =
        !port.isHost()
            && listeners.stream()
                .map(listener -> listener.listener().binding())
                .anyMatch(binding ->
                    binding instanceof Binding.ToService to
                        && to.hostnames().contains(host)
                        && !to.hostnames().contains(nearer));
    var usual = new Name(host, "");
    return apart ? List.of(usual, new Name(nearer, "asked for as " + nearer)) : List.of(usual);
  }

  /** What the group's example shows of itself. */
  private static Caller caller(
      Simulator before, Simulator after, ClientGroup clients, String cluster) {
    return clients.examples().stream()
        .flatMap(name ->
            Stream.of(after, before)
                .flatMap(s -> Stream.ofNullable(s.mesh().workload(cluster, name))))
        .map(Caller::of)
        .findFirst()
        .orElse(Caller.UNKNOWN);
  }

  @Override
  public String words() {
    return Stream.of(name.words(), opening.words())
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(", "));
  }

  @Override
  public Destination destination() {
    return new Destination.OfService(port);
  }

  @Override
  public Call call(Point point, boolean http) {
    boolean named = !clients.examples().isEmpty();
    String client = named ? clients.examples().getFirst() : "";
    String namespace = scope().namespace();
    // The example is of the group, so its own scope behaves as the first one does.
    ClientScope scope = named ? scope(client.substring(0, client.indexOf('/'))) : scope();
    var from = new Client.InMesh(scope, named ? client : "a workload in " + namespace, caller);
    return Calls.of(from, new Dial.ToHost(name.host(), port.port()), opening, point, http);
  }

  @Override
  public Senders senders(Doors doors, AccessAtoms read, boolean http) {
    TokenClasses tokens = TokenClasses.of(read);
    List<Client> all =
        Callers.of(doors.before(), doors.after(), read).stream()
            .filter(kind -> clients.scopes().containsAll(kind.group().scopes()))
            .flatMap(kind -> kind.with(tokens).stream())
            .toList();
    var to = new Dial.ToHost(name.host(), port.port());
    return point ->
        all.isEmpty()
            ? calls(point, http)
            : all.stream().map(client -> Calls.of(client, to, opening, point, http)).toList();
  }

  /**
   * Its own name apart: with another one that policies read, some of the clients may come to
   * another host.
   */
  @Override
  public List<HostSpace> hosts(List<RouteMatch> tests, List<HostSpace.Names> names) {
    HostSpace any = HostSpace.of(tests, names);
    return any.everything() ? List.of(any) : List.of(any, HostSpace.named(name.host()));
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
}
