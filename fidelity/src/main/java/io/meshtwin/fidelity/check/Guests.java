package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.diff.AccessAtoms;
import io.meshtwin.simulator.diff.TokenClasses;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ServerSide;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who comes, with what: clients that servers' proxies may tell apart, and requests and tokens on
 * the boundaries of what those read.
 *
 * @param mesh the mesh
 * @param random decides
 * @param clients of each scope some, by what they run as
 * @param requests tests of requests by servers' proxies
 * @param tokens null first, for a request without one
 */
record Guests(
    ResolvedMesh mesh,
    SplittableRandom random,
    List<Client.InMesh> clients,
    List<RouteMatch> requests,
    List<@Nullable Token> tokens) {
  /** Each is a proxy of its own in a run. */
  private static final int MOST_ACCOUNTS = 3;

  static Guests of(ResolvedMesh mesh, SplittableRandom random) {
    var atoms = new AccessAtoms();
    for (Workload workload : mesh.workloads()) {
      ServerSide server = mesh.server(workload);
      if (server != null) {
        server.ports().values().forEach(port -> atoms.add(port.inbound()));
        atoms.add(server.others());
      }
    }
    List<Client.InMesh> clients = clients(mesh);
    return new Guests(mesh, random, clients, atoms.requests(), TokenClasses.of(atoms).tokens());
  }

  private static List<Client.InMesh> clients(ResolvedMesh mesh) {
    Map<ClientScope, Integer> accounts = new HashMap<>();
    var known = new HashSet<List<Object>>();
    var clients = new ArrayList<Client.InMesh>();
    for (Workload workload : mesh.workloads()) {
      ClientScope scope = mesh.scope(workload);
      boolean shown = mesh.identity(scope.namespace(), workload.serviceAccount()) != null;
      String account = shown ? workload.serviceAccount() : "";
      if (accounts.getOrDefault(scope, 0) < MOST_ACCOUNTS && known.add(List.of(scope, account))) {
        accounts.merge(scope, 1, Integer::sum);
        var caller = new Caller(shown ? account : null, Guards.HERE, null);
        clients.add(new Client.InMesh(scope, workload.name(), caller));
      }
    }
    return clients;
  }

  /** What a client meets: its proxy's listeners, or without one the ports of Services. */
  List<Listener> listeners(Client.InMesh client) {
    return client.scope().meshed()
        ? mesh.sidecar(client.scope())
        : mesh.image()
            .all(Service.class)
            .flatMap(service ->
                service.ports().stream().map(port -> new ServicePort(service.key(), port.port())))
            .flatMap(port -> Stream.ofNullable(mesh.outbound(client.scope(), port)))
            .toList();
  }

  /** Now and then what a server's proxy reads, in place of what a route does. */
  RouteMatch instead(RouteMatch match) {
    if (requests.isEmpty() || random.nextInt(3) > 0) {
      return match;
    }
    RouteMatch read = requests.get(random.nextInt(requests.size()));
    // A bare prefix would be taken for a gRPC service's.
    PathMatch path =
        read.path() instanceof PathMatch.Prefix prefix
            ? new PathMatch.SegmentPrefix(prefix.value())
            : read.path();
    return read.path().equals(PathMatch.ANY)
        ? new RouteMatch(match.path(), read.method(), read.headers(), match.query())
        : new RouteMatch(path, match.method(), match.headers(), match.query());
  }

  /** With one of the tokens, where servers' proxies read any. */
  Call carrying(Call call) {
    if (tokens.size() < 2 || !call.protocol().http() || random.nextBoolean()) {
      return call;
    }
    Token token = tokens.get(random.nextInt(tokens.size()));
    return token == null ? call : call.with(token);
  }
}
