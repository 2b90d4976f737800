package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client's proxy takes a connection for.
 *
 * <p>By the specification: the Service whose address and port are dialed (GEP-1294). In Istio: a
 * Service whose port is not HTTP has a listener on its own address; every other connection to a
 * port that some Service has as HTTP meets one listener for all addresses, where Host names the
 * Service ({@code pilot/pkg/networking/core/listener.go}, {@code httproute.go}).
 */
final class Dialing {
  private final MeshImage image;
  private final Dialect dialect;
  private final ClusterDns dns;
  private final Workloads workloads;
  private final Caveats caveats;

  Dialing(MeshImage image, Dialect dialect, Workloads workloads, Caveats caveats) {
    this.image = image;
    this.dialect = dialect;
    this.dns = new ClusterDns(image);
    this.workloads = workloads;
    this.caveats = caveats;
  }

  Interception of(Approach approach) {
    Service dialed = dns.dialed(approach.client(), approach.host());
    return dialect.mesh().serviceByHost() ? byHost(approach, dialed) : byAddress(approach, dialed);
  }

  /** The Service that a client means by a host name or a cluster IP, null for none. */
  @Nullable Service dialed(ClientScope client, String host) {
    return dns.dialed(client, host);
  }

  private Interception byAddress(Approach approach, @Nullable Service dialed) {
    return dialed != null && has(dialed, approach)
        ? new Interception.ToService(new ServicePort(dialed.key(), approach.port()))
        : elsewhere(approach, dialed);
  }

  private Interception byHost(Approach approach, @Nullable Service dialed) {
    if (dialed != null && has(dialed, approach) && !sharesListener(dialed, approach.port())) {
      return new Interception.ToService(new ServicePort(dialed.key(), approach.port()));
    }
    if (approach.spoken() == Approach.Spoken.PLAIN_HTTP && httpListener(approach)) {
      Service named = dns.named(approach.client(), approach.authority());
      return named != null && isHost(named, approach.port())
          ? new Interception.ToService(new ServicePort(named.key(), approach.port()))
          : elsewhere(approach, dialed);
    }
    return elsewhere(approach, dialed);
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
    return new Interception.AsDialed(all);
  }

  /** Whether any Service has the port as HTTP: then one listener takes all addresses there. */
  private boolean httpListener(Approach approach) {
    return image
        .all(Service.class)
        .filter(service -> service.key().cluster().equals(approach.client().cluster()))
        .anyMatch(service -> sharesListener(service, approach.port()));
  }

  private static boolean has(Service service, Approach approach) {
    boolean datagrams = approach.spoken() == Approach.Spoken.DATAGRAMS;
    return service.ports().stream()
        .anyMatch(
            port -> port.port() == approach.port() && port.protocol().equals("UDP") == datagrams);
  }

  private static boolean sharesListener(Service service, int port) {
    return service.ports().stream()
        .filter(p -> p.port() == port)
        .map(Protocols::said)
        .anyMatch(said -> said == Protocols.Said.HTTP || said == Protocols.Said.HTTP2);
  }

  /** Whether the Service is a virtual host at the port: it is HTTP, or may be. */
  private static boolean isHost(Service service, int port) {
    return sharesListener(service, port)
        || service.ports().stream()
            .anyMatch(p -> p.port() == port && Protocols.said(p) == Protocols.Said.NOTHING);
  }
}
