package io.meshtwin.fidelity.check;

import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Listener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy stands for a client: routing depends on its scope alone, what servers make of it on
 * the identity in its certificate too.
 */
final class Clients {
  private final ResolvedMesh mesh;
  private final Map<List<Object>, Optional<ProxyId>> sidecars = new HashMap<>();

  Clients(ResolvedMesh mesh) {
    this.mesh = mesh;
  }

  /** The proxy; empty when no workload of the mesh is such a client. */
  Optional<ProxyId> proxy(Client client) {
    return switch (client) {
      case Client.AtGateway at ->
          Optional.of(ProxyId.gateway(at.gateway().namespace(), at.gateway().name()));
      case Client.InMesh in -> {
        String account = account(in.caller());
        yield sidecars.computeIfAbsent(
            List.of(in.scope(), account),
            _ ->
                mesh.workloads().stream()
                    .filter(workload -> mesh.scope(workload).equals(in.scope()))
                    .filter(w -> account.isEmpty() || w.serviceAccount().equals(account))
                    .findFirst()
                    .map(Clients::sidecar));
      }
    };
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
    return proxy.role() == ProxyId.Role.GATEWAY || own == null || mesh.scope(own).meshed();
  }

  /** Of proxies that show no identity any may stand for any. */
  private String account(Caller caller) {
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
