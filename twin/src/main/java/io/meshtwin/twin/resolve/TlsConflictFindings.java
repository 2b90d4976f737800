package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.Seen;
import io.meshtwin.twin.resolve.virtualservice.KnownHost;
import io.meshtwin.twin.resolve.virtualservice.MeshDestinationRules;
import io.meshtwin.twin.resolve.virtualservice.MeshDestinationRules.Wanted;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.TrafficPolicy;
import io.meshtwin.twin.resource.TrafficPolicy.ClientTls;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What DestinationRules tell clients to speak, and workloads do not take. A rule counts where some
 * client of the mesh really follows it: its proxy sees the host, and no other rule goes before.
 */
final class TlsConflictFindings {
  private final ResolvedMesh mesh;
  private final MeshImage image;
  private final MeshDestinationRules rules;
  private final Set<ClientScope> gateways;
  private final List<ClientScope> clients;

  TlsConflictFindings(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.image = mesh.image();
    rules = mesh.written().tables().destinationRules();
    gateways =
        mesh.gateways().stream()
            .map(gateway -> new ClientScope(gateway.cluster(), gateway.namespace()))
            .collect(Collectors.toCollection(TreeSet::new));
    Stream<ClientScope> sidecars = mesh.clientScopes().stream().filter(ClientScope::meshed);
    clients = Stream.concat(sidecars.sorted(), gateways.stream()).distinct().toList();
  }

  Stream<Finding> all() {
    return image.all(DestinationRule.class).flatMap(this::of).distinct();
  }

  private Stream<Finding> of(DestinationRule rule) {
    Set<String> modes = said(rule).map(ClientTls::mode).collect(Collectors.toSet());
    if (modes.isEmpty()) {
      return Stream.empty();
    }
    String host = rule.fullHost().toLowerCase(Locale.ROOT);
    Predicate<String> meant =
        IstioNames.isWildcard(host) ? name -> name.endsWith(host.substring(1)) : host::equals;
    return mesh.hostPorts(rule.key().cluster()).stream()
        .filter(port -> meant.test(Seen.host(port)))
        .filter(port -> modes.stream().anyMatch(mode -> refused(port, mode)))
        .flatMap(port -> wanted(rule, port).flatMap(wanted -> conflicts(wanted, port)));
  }

  private static Stream<ClientTls> said(DestinationRule rule) {
    return Stream.concat(
            Stream.ofNullable(rule.policy()),
            rule.subsets().stream().flatMap(subset -> Stream.ofNullable(subset.policy())))
        .flatMap(policy ->
            Stream.concat(
                Stream.of(policy), policy.ports().stream().map(TrafficPolicy.AtPort::policy)))
        .flatMap(policy -> Stream.ofNullable(policy.tls()));
  }

  /** Whether some endpoint does not take it: what nobody refuses is asked of no client. */
  private boolean refused(ServicePort port, String mode) {
    return mesh.cluster(port).endpoints().stream()
        .anyMatch(endpoint -> refusal(port, endpoint, mode) != null);
  }

  /** What a rule says of a port, where the first client that follows it finds it said. */
  private Stream<Wanted> wanted(DestinationRule rule, ServicePort port) {
    String name = Seen.host(port);
    KnownHost host = KnownHost.of(port.service(), name, Set.of(port.port()));
    return clients.stream()
        .filter(client -> client.cluster().equals(port.service().cluster()))
        .filter(client -> sees(client, name))
        .map(client ->
            rules.tls(new KubernetesView(image, client), host, port.port()).stream()
                .filter(wanted -> wanted.owner().key().equals(rule.key()))
                .toList())
        .filter(found -> !found.isEmpty())
        .findFirst()
        .stream()
        .flatMap(List::stream);
  }

  /** A Gateway's proxies see every host. */
  private boolean sees(ClientScope client, String host) {
    return gateways.contains(client)
        || mesh.written().sidecars().mesh(client).scope(client).service(host) != null;
  }

  private Stream<Finding> conflicts(Wanted wanted, ServicePort port) {
    String mode = wanted.tls().mode();
    return mesh.cluster(port, wanted.subset()).endpoints().stream()
        .flatMap(endpoint ->
            Stream.ofNullable(refusal(port, endpoint, mode))
                .map(inbound ->
                    MeshFindings.finding(
                        FindingCode.MTLS_CONFLICT,
                        wanted.owner(),
                        wanted.tls().field() + ".mode",
                        mode
                            + " is refused by "
                            + endpoint.workload()
                            + ", where "
                            + inbound.origin().resource()
                            + " says "
                            + inbound.mode())));
  }

  /** What an endpoint's proxy demands instead; null where it takes that mode, or there is none. */
  private @Nullable Inbound refusal(ServicePort port, Endpoint endpoint, String mode) {
    ResourceKey service = port.service();
    Workload workload = mesh.workload(service.cluster(), endpoint);
    Inbound inbound = workload == null ? null : mesh.inbound(workload, endpoint.port());
    boolean mutual = mode.equals("ISTIO_MUTUAL");
    boolean refused =
        inbound != null
            && switch (inbound.mode()) {
              case STRICT -> !mutual;
              case PERMISSIVE -> false;
              case DISABLE -> mutual;
            };
    return refused ? inbound : null;
  }
}
