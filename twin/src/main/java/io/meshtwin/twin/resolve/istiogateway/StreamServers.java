package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.IstioServerTls;
import io.meshtwin.twin.resource.VirtualMatch;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.VirtualStreamRule;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What servers do that pass bytes on (istio, {@code pilot/pkg/networking/core/gateway.go}, {@code
 * createGatewayTCPFilterChainOpts}): the first {@code tcp} rule of a VirtualService that has the
 * server's port and a host of it; where TLS is passed on, each {@code tls} match is a chain.
 */
final class StreamServers {
  private final BoundServices services;
  private final VirtualTranslation translation;
  private final PassedClusters clusters;
  private final Map<String, String> taken = new HashMap<>();

  /** One for a port: names that one chain has are skipped in the others. */
  StreamServers(BoundServices services, VirtualTranslation translation, PassedClusters clusters) {
    this.services = services;
    this.clusters = clusters;
    this.translation = translation;
  }

  /**
   * The chains of a server.
   *
   * @param transport what a server without TLS, or one where it ends, takes
   */
  List<FilterChain> of(ServedServer served, Transport transport, String proxyNamespace) {
    IstioServerTls tls = served.server().tls();
    List<VirtualService> bound = bound(served, proxyNamespace).toList();
    if (tls == null || !tls.mode().passesThrough()) {
      Handler handler = bytes(served, bound);
      return handler == null
          ? List.of()
          : List.of(new FilterChain(served.name(), transport, handler, served.origin()));
    }
    return switch (tls.mode()) {
      case AUTO_PASSTHROUGH -> clusters.of(served, translation);
      case PASSTHROUGH, SIMPLE, MUTUAL, OPTIONAL_MUTUAL, ISTIO_MUTUAL -> passed(served, bound);
    };
  }

  /** Those that have a host in common with the server ({@code pickMatchingGatewayHosts}). */
  private Stream<VirtualService> bound(ServedServer served, String proxyNamespace) {
    return services.of(served.gatewayName(), proxyNamespace).stream()
        .filter(service ->
            served.hosts().stream()
                .filter(host -> host.takes(service.key().namespace()))
                .anyMatch(host ->
                    ServerHost.of(service).stream()
                        .anyMatch(other -> ServerHost.common(host.name(), other) != null)));
  }

  private @Nullable Handler bytes(ServedServer served, List<VirtualService> bound) {
    for (VirtualService service : bound) {
      for (VirtualStreamRule rule : service.tcp()) {
        boolean takes =
            rule.matches().isEmpty()
                || rule.matches().stream().anyMatch(m -> takes(m.source(), served, service));
        if (takes && !rule.targets().isEmpty()) {
          return translation.connections(service, rule, served);
        }
      }
    }
    return null;
  }

  private List<FilterChain> passed(ServedServer served, List<VirtualService> bound) {
    var result = new ArrayList<FilterChain>();
    for (VirtualService service : bound) {
      for (VirtualStreamRule rule : service.tls()) {
        for (VirtualStreamRule.Match match : rule.matches()) {
          boolean takes = !rule.targets().isEmpty() && takes(match.source(), served, service);
          if (takes && claim(match.serverNames(), served.server().bind())) {
            String name = served.name() + "|" + service.key().qualifiedName() + match.field();
            result.add(
                new FilterChain(
                    name,
                    new Transport.Passthrough(ServerNames.of(match.serverNames())),
                    translation.connections(service, rule, served),
                    served.origin()));
          }
        }
      }
    }
    return result;
  }

  /** Names that no chain has before; one of several that is taken skips them all. */
  private boolean claim(List<String> names, String bind) {
    boolean free = names.stream().noneMatch(name -> Objects.equals(taken.get(name), bind));
    if (free) {
      names.forEach(name -> taken.put(name, bind));
    }
    return free;
  }

  /** At a Gateway only port and Gateway of a match are read ({@code l4SingleMatch}). */
  private static boolean takes(
      VirtualMatch.Source source, ServedServer served, VirtualService service) {
    boolean port = source.port() == 0 || source.port() == served.server().port();
    String namespace = service.key().namespace();
    return port
        && (source.gateways().isEmpty()
            || source.gateways().stream()
                .anyMatch(g -> IstioNames.gateway(g, namespace).equals(served.gatewayName())));
  }
}
