package io.meshtwin.twin.image;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.VirtualStreamRule;
import java.util.List;
import java.util.stream.Stream;

/** What Istio's resources refer to, as far as a host is the name of a Service. */
final class IstioReferences {
  private static final String DOMAIN = ".svc.cluster.local";
  private static final String ISTIO = "networking.istio.io";

  private IstioReferences() {}

  static List<Reference> of(VirtualService service) {
    ResourceKey key = service.key();
    Stream<Reference> hosts =
        service.fullHosts().stream()
            .flatMap(host -> service(key, host))
            .map(target -> new Reference(target, Relation.ATTACHES, key));
    Stream<Reference> gateways =
        service.boundTo().stream()
            .filter(gateway -> !gateway.equals(IstioNames.MESH))
            .map(gateway -> new Reference(gateway(key, gateway), Relation.ATTACHES, key));
    Stream<Reference> destinations =
        Stream.concat(
                targets(service).map(target -> target.destination().host(key.namespace())),
                service.http().stream()
                    .flatMap(rule -> rule.mirrors().all().stream())
                    .map(mirror -> mirror.destination().host(key.namespace())))
            .flatMap(host -> service(key, host))
            .map(target -> new Reference(target, Relation.FORWARDS, key));
    return Stream.of(hosts, gateways, destinations, delegates(service))
        .flatMap(references -> references)
        .distinct()
        .toList();
  }

  static List<Reference> of(DestinationRule rule) {
    return service(rule.key(), rule.fullHost())
        .map(target -> new Reference(target, Relation.ATTACHES, rule.key()))
        .toList();
  }

  private static Stream<VirtualRule.Target> targets(VirtualService service) {
    Stream<VirtualRule.Target> http =
        service.http().stream()
            .flatMap(rule ->
                rule.action() instanceof VirtualRule.Action.Send send
                    ? send.targets().stream()
                    : Stream.empty());
    Stream<VirtualRule.Target> streams =
        Stream.concat(service.tls().stream(), service.tcp().stream())
            .map(VirtualStreamRule::targets)
            .flatMap(List::stream);
    return Stream.concat(http, streams);
  }

  private static Stream<Reference> delegates(VirtualService service) {
    ResourceKey key = service.key();
    return service.http().stream()
        .map(VirtualRule::action)
        .filter(VirtualRule.Action.Delegate.class::isInstance)
        .map(VirtualRule.Action.Delegate.class::cast)
        .map(to ->
            new ResourceKey(key.cluster(), key.group(), key.kind(), to.namespace(), to.name()))
        .map(target -> new Reference(target, Relation.FORWARDS, key));
  }

  private static ResourceKey gateway(ResourceKey from, String qualified) {
    int slash = qualified.indexOf('/');
    return new ResourceKey(
        from.cluster(),
        ISTIO,
        "Gateway",
        qualified.substring(0, slash),
        qualified.substring(slash + 1));
  }

  private static Stream<ResourceKey> service(ResourceKey from, String host) {
    if (!host.endsWith(DOMAIN)) {
      return Stream.empty();
    }
    String[] parts = host.substring(0, host.length() - DOMAIN.length()).split("\\.", -1);
    return parts.length == 2 && !IstioNames.isWildcard(host)
        ? Stream.of(new ResourceKey(from.cluster(), "", "Service", parts[1], parts[0]))
        : Stream.empty();
  }
}
