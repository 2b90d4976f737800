package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Listener;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy stands for a client: routing depends on its scope alone, what servers make of it on
 * the identity in its certificate too.
 */
final class Clients {
  /** Sends for all clients of a namespace that have no sidecar, and is none. */
  private static final String WITHOUT_SIDECAR = "meshtwin-without-sidecar";

  private final ResolvedMesh mesh;
  private final Map<Who, ProxyId> absent;
  private final Map<Who, Optional<ProxyId>> sidecars = new HashMap<>();

  /**
   * What of a client matters here.
   *
   * @param account what it runs as, empty where that shows nowhere
   */
  record Who(ClientScope scope, String account) {
    static Who of(ResolvedMesh mesh, Client.InMesh client) {
      return new Who(client.scope(), shown(mesh, client.caller()));
    }
  }

  private Clients(ResolvedMesh mesh, Map<Who, ProxyId> absent) {
    this.mesh = mesh;
    this.absent = Map.copyOf(absent);
  }

  /**
   * The clients of some cases.
   *
   * @param mesh where workloads are looked for; Pods are added for clients that are none of them
   */
  static Clients of(ResolvedMesh mesh, Collection<Case> cases) {
    var known = new Clients(mesh, Map.of());
    Map<Who, Client.InMesh> missing = new LinkedHashMap<>();
    for (Case one : cases) {
      if (one.call().from() instanceof Client.InMesh in && known.proxy(in).isEmpty()) {
        missing.putIfAbsent(Who.of(mesh, in), in);
      }
    }
    AbsentClients added = AbsentClients.of(mesh, missing.values());
    return new Clients(added.mesh(), added.pods());
  }

  /** The mesh with those who stand for clients. */
  ResolvedMesh mesh() {
    return mesh;
  }

  /** Whether a Pod was added to stand for a client. */
  boolean isAbsent(Client client) {
    return client instanceof Client.InMesh in && absent.containsKey(Who.of(mesh, in));
  }

  /** The proxy; empty when nobody can stand for the client. */
  Optional<ProxyId> proxy(Client client) {
    return switch (client) {
      case Client.AtGateway at ->
          Optional.of(ProxyId.gateway(at.gateway().namespace(), at.gateway().name()));
      case Client.InMesh in ->
          sidecars.computeIfAbsent(
              Who.of(mesh, in), who -> Optional.ofNullable(absent.get(who)).or(() -> found(who)));
    };
  }

  private Optional<ProxyId> found(Who who) {
    Optional<ProxyId> workload =
        mesh.workloads().stream()
            .filter(one -> mesh.scope(one).equals(who.scope()))
            .filter(one -> who.account().isEmpty() || one.serviceAccount().equals(who.account()))
            .findFirst()
            .map(Clients::sidecar);
    return workload.isPresent() || who.scope().meshed()
        ? workload
        : Optional.of(ProxyId.sidecar(who.scope().namespace(), WITHOUT_SIDECAR));
  }

  /** Whether a client sends past any proxy of its own. */
  static boolean bare(Call call) {
    return call.from() instanceof Client.InMesh in && !in.scope().meshedAt(call.to().port());
  }

  /** The same of a listener that it meets. */
  static boolean bare(Client client, Listener listener) {
    return client instanceof Client.InMesh in && !in.scope().meshedAt(listener.binding().port());
  }

  /** Whether what stands for clients is a proxy; otherwise they send by themselves. */
  boolean hasProxy(ProxyId proxy) {
    Workload own = mesh.workload(ResourceKey.LOCAL, proxy.qualifiedName());
    return proxy.role() == ProxyId.Role.GATEWAY || (own != null && mesh.scope(own).meshed());
  }

  /** Of proxies that show no identity any may stand for any. */
  private static String shown(ResolvedMesh mesh, Caller caller) {
    String account = caller.serviceAccount();
    return account == null || mesh.identity("any", account) == null ? "" : account;
  }

  /** The identity in a proxy's certificate; empty where proxies show none. */
  Optional<String> identity(ProxyId proxy) {
    String account =
        switch (proxy.role()) {
          case SIDECAR -> {
            Workload own = mesh.workload(ResourceKey.LOCAL, proxy.qualifiedName());
            yield own == null ? "" : own.serviceAccount();
          }
          case GATEWAY -> proxy.name();
        };
    return account.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(mesh.identity(proxy.namespace(), account));
  }

  private static ProxyId sidecar(Workload workload) {
    return ProxyId.sidecar(workload.key().namespace(), workload.key().name());
  }
}
