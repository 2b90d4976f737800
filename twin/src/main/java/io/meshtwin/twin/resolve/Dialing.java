package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client's proxy takes a connection for.
 *
 * <p>By the specification: the Service whose address and port are dialed (GEP-1294). In Istio: what
 * a listener of the sidecar says, found by address and port. A client without a sidecar meets the
 * Service itself, whatever routes say.
 */
final class Dialing {
  private final Dialect dialect;
  private final ClusterDns dns;
  private final Workloads workloads;
  private final Caveats caveats;
  private final OutboundSide sidecars;

  Dialing(
      MeshImage image,
      Dialect dialect,
      Workloads workloads,
      Caveats caveats,
      OutboundSide sidecars) {
    this.dialect = dialect;
    this.dns = new ClusterDns(image);
    this.workloads = workloads;
    this.caveats = caveats;
    this.sidecars = sidecars;
  }

  Interception of(Approach approach) {
    ClientScope client = approach.client();
    boolean datagrams = approach.spoken() == Approach.Spoken.DATAGRAMS;
    if (dialect.mesh().sidecars() && client.meshedAt(approach.port()) && !datagrams) {
      String unread = client.capture().unread();
      if (!unread.isEmpty()) {
        var origin = new Origin(namespace(client), "", null);
        return new Interception.AsDialed(List.of(Caveats.notModelled(unread, origin)));
      }
      return sidecars.of(client, approach.host(), approach.port());
    }
    Service dialed = dns.dialed(client, approach.host());
    return dialed != null && has(dialed, approach)
        ? new Interception.ToService(new ServicePort(dialed.key(), approach.port()))
        : elsewhere(approach, dialed);
  }

  /** The Service that a client means by a host name or a cluster IP, null for none. */
  @Nullable Service dialed(ClientScope client, String host) {
    return dns.dialed(client, host);
  }

  /** Nothing claims it, as far as is known: it leaves, if DNS knows where to. */
  private Interception elsewhere(Approach approach, @Nullable Service dialed) {
    ClientScope client = approach.client();
    if (dialed == null) {
      Workload workload = workloads.at(approach.host());
      if (workload != null) {
        return new Interception.ToWorkload(workload, caveats.direct(client, workload));
      }
      if (!dialect.mesh().unknownNames()
          && dns.inCluster(approach.host())
          && caveats.claims(client).isEmpty()) {
        return new Interception.NoName(
            approach.host() + " names no Service for " + client.namespace());
      }
    }
    List<Caveat> all =
        Stream.concat(caveats.claims(client).stream(), caveats.leaving().stream()).toList();
    boolean meshed = client.meshedAt(approach.port());
    if (dialed != null && isVirtual(dialed) && (all.isEmpty() || !meshed)) {
      return new Interception.NoPort(dialed.key() + " has no port " + approach.port());
    }
    return new Interception.AsDialed(meshed ? all : List.of());
  }

  private static ResourceKey namespace(ClientScope client) {
    return new ResourceKey(client.cluster(), "", "Namespace", "", client.namespace());
  }

  /** Whether its address is nobody's: only its ports are known there (virtual IPs and proxies). */
  private static boolean isVirtual(Service service) {
    return !service.headless() && service.externalName() == null;
  }

  private static boolean has(Service service, Approach approach) {
    boolean datagrams = approach.spoken() == Approach.Spoken.DATAGRAMS;
    return service.ports().stream()
        .anyMatch(
            port -> port.port() == approach.port() && port.protocol().equals("UDP") == datagrams);
  }
}
