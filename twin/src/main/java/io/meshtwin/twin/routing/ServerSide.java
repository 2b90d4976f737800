package io.meshtwin.twin.routing;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a workload's own proxy does with all that comes to it: istiod's virtual inbound listener
 * ({@code listener_inbound.go}, buildInboundListeners).
 *
 * @param ports by number: those that a Service, a ServiceEntry or a Sidecar names, and those that a
 *     PeerAuthentication does
 * @param others what is done with connections to any other port
 * @param peers whose certificates are taken where mutual TLS is ended
 */
public record ServerSide(SortedMap<Integer, Port> ports, Inbound others, Peers peers) {
  private static final Origin NOBODY =
      new Origin(new ResourceKey(ResourceKey.LOCAL, "", "Workload", "any", "any"), "", null);

  public ServerSide {
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
  }

  /**
   * A port.
   *
   * @param inbound what is done with connections to it
   * @param spoken what the workload is spoken to: {@link Cluster.Protocol#spoken}
   * @param endpoint where the workload is reached, as a Sidecar's {@code defaultEndpoint} has it;
   *     empty for what was dialed
   */
  public record Port(Inbound inbound, Cluster.Protocol spoken, String endpoint) {}

  /**
   * Who is taken for a peer (istiod's {@code BuildInboundTLS}).
   *
   * @param trustDomains of which the certificate's identity must be, besides being signed by the
   *     mesh's authorities
   * @param parameters versions and ciphers
   */
  public record Peers(List<String> trustDomains, TlsParameters parameters) {
    public Peers {
      trustDomains = List.copyOf(trustDomains);
    }
  }

  /** What is done with connections to a port. */
  public Inbound inbound(int port) {
    Port named = ports.get(port);
    return named == null ? others : named.inbound();
  }

  /** The same without whose it is: workloads that no policy tells apart have equal ones. */
  public ServerSide anonymous() {
    var same = new TreeMap<Integer, Port>();
    ports.forEach((number, port) ->
        same.put(number, new Port(anonymous(port.inbound()), port.spoken(), port.endpoint())));
    return new ServerSide(same, anonymous(others), peers);
  }

  private static Inbound anonymous(Inbound inbound) {
    return new Inbound(
        inbound.mode(), inbound.chains(), inbound.reading(), inbound.caveats(), NOBODY);
  }
}
