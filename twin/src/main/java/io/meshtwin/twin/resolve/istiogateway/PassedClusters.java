package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.security.MeshSecurity;
import io.meshtwin.twin.resolve.virtualservice.KnownHost;
import io.meshtwin.twin.resolve.virtualservice.MergedDestinationRule;
import io.meshtwin.twin.resource.HostCover;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a server of the mode AUTO_PASSTHROUGH takes: of each port of each host of the mesh that the
 * proxy sees and the server has, and of each of its subsets, the TLS that asks for the cluster's
 * name and says one of Istio's own protocols ({@code builtAutoPassthroughFilterChains}). All else
 * meets no chain, and is closed.
 *
 * @param image the mesh
 */
record PassedClusters(MeshImage image) {
  private static final String DOMAIN = ".svc.cluster.local";

  /** What istiod's proxies say of connections in the mesh's mutual TLS (allIstioMtlsALPNs). */
  private static final List<String> MESH_PROTOCOLS =
      List.of("istio", "istio-peer-exchange", "istio-http/1.0", "istio-http/1.1", "istio-h2");

  List<FilterChain> of(ServedServer served, VirtualTranslation translation) {
    var result = new ArrayList<FilterChain>();
    for (String name : hosts(served)) {
      KnownHost host = translation.view().host(name);
      if (host != null && host.alias() == null) {
        MergedDestinationRule rule =
            translation.services().destinations().rules().of(translation.view(), host);
        List<String> subsets = new ArrayList<>(List.of(""));
        subsets.addAll(rule == null ? List.of() : rule.subsets().keySet());
        for (int port : host.ports()) {
          subsets.forEach(subset -> result.add(chain(served, host, port, subset)));
        }
      }
    }
    return result;
  }

  /** Hosts of the mesh itself, of which the server has one by name or by a wildcard. */
  private SortedSet<String> hosts(ServedServer served) {
    String cluster = served.gateway().key().cluster();
    Stream<String> services =
        image
            .all(Service.class)
            .filter(service -> service.key().cluster().equals(cluster))
            .map(service -> service.key().name() + "." + service.key().namespace() + DOMAIN);
    Stream<String> entries =
        image
            .all(ServiceEntry.class)
            .filter(entry -> entry.key().cluster().equals(cluster) && !entry.external())
            .flatMap(entry -> entry.hosts().stream())
            .filter(host -> !IstioNames.isWildcard(host))
            .map(ServerHost::lower);
    var result = new TreeSet<String>();
    Stream.concat(services, entries)
        .filter(
            host -> served.serverNames().stream().anyMatch(name -> HostCover.covers(name, host)))
        .forEach(result::add);
    return result;
  }

  private static FilterChain chain(ServedServer served, KnownHost host, int port, String subset) {
    String name = MeshSecurity.serverName(host.name(), port, subset);
    var caveat =
        new Caveat(
            "mutual TLS of a client's own, which "
                + served.gateway().key()
                + " passes on to "
                + name
                + " and which only a proxy there reads, is not modelled",
            served.origin());
    return new FilterChain(
        served.name() + "|" + name,
        new Transport.Passthrough(ServerNames.of(List.of(ServerHost.lower(name))), MESH_PROTOCOLS),
        new Handler.Unmodelled(List.of(caveat)),
        served.origin());
  }
}
