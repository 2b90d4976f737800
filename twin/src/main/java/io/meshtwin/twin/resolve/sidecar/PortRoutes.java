package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The virtual hosts of a client's HTTP ports ({@code BuildSidecarOutboundVirtualHosts}): first
 * those of VirtualServices, then one for each service that none claims, then the one for all other
 * names. A name that two virtual hosts would have stays with the first.
 */
final class PortRoutes {
  private final ClientScope client;
  private final SidecarScope scope;
  private final HostRules rules;
  private final CatchAll others;
  private final Map<Asked, PortTable> tables = new ConcurrentHashMap<>();

  /**
   * @param entry the Sidecar's, by its place among the scope's
   */
  private record Asked(int entry, int port) {}

  PortRoutes(ClientScope client, SidecarScope scope, HostRules rules, CatchAll others) {
    this.client = client;
    this.scope = scope;
    this.rules = rules;
    this.others = others;
  }

  /** All virtual hosts of a port that all addresses share. */
  Handler of(EgressListener listener, int port) {
    EgressListener asked = scope.forRoutes(port);
    return table(asked == null ? listener : asked, port).handler();
  }

  /** A port that is looked into at the service's own address has that service's rules alone. */
  Handler of(MeshService service, int port) {
    PortTable table = table(port);
    VirtualHost own = table == null ? null : table.exact(service.host());
    return new Handler.Http(
        own == null ? List.of() : List.of(new VirtualHost(own.name(), List.of("*"), own.rules())));
  }

  /**
   * The table of a port's shared virtual hosts, null where no entry of the Sidecar has the port.
   */
  @Nullable PortTable table(int port) {
    EgressListener asked = scope.forRoutes(port);
    return asked == null ? null : table(asked, port);
  }

  private PortTable table(EgressListener listener, int port) {
    return tables.computeIfAbsent(
        new Asked(entry(listener), port),
        _ -> new PortTable(new HostRules.View(client, scope, listener), port, rules, others));
  }

  /** Each of the scope's is there once. */
  @SuppressWarnings("ReferenceEquality")
  private int entry(EgressListener listener) {
    int entry = 0;
    while (scope.listeners().get(entry) != listener) {
      entry++;
    }
    return entry;
  }
}
