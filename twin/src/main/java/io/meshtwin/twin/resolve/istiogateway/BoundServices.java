package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.VirtualService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which VirtualServices a Gateway's proxies see (istio, {@code initVirtualServices} and {@code
 * VirtualServicesForGateway}): those for their namespace alone, those that other namespaces share
 * with it, those for everybody; each the oldest first.
 */
final class BoundServices {
  private static final Comparator<VirtualService> OLDEST_FIRST =
      Comparator.<VirtualService, Instant>comparing(
              service -> service.metadata().created(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(service -> service.key().name())
          .thenComparing(service -> service.key().namespace());

  private final Map<String, List<VirtualService>> byGateway = new HashMap<>();
  private final List<VirtualService> all;
  private final ExportTo usual;

  /**
   * @param usual who sees a VirtualService that does not say
   */
  BoundServices(MeshImage image, ExportTo usual) {
    this.usual = usual;
    all = image.all(VirtualService.class).sorted(OLDEST_FIRST).toList();
    all.forEach(service ->
        service
            .boundTo()
            .forEach(gateway ->
                byGateway.computeIfAbsent(gateway, _ -> new ArrayList<>()).add(service)));
  }

  /** All that name a Gateway, seen or not, the oldest first. */
  List<VirtualService> naming(String gateway) {
    return byGateway.getOrDefault(gateway, List.of());
  }

  /** Those that the Gateway's proxies in a namespace see, in istiod's order. */
  List<VirtualService> of(String gateway, String proxyNamespace) {
    List<List<VirtualService>> tiers =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (VirtualService service : naming(gateway)) {
      int tier = tier(service, proxyNamespace);
      if (tier >= 0) {
        tiers.get(tier).add(service);
      }
    }
    return tiers.stream().flatMap(List::stream).toList();
  }

  private int tier(VirtualService service, String namespace) {
    String own = service.key().namespace();
    List<String> to = service.exportTo().unsaid() ? usual.written() : service.exportTo().written();
    if (to.isEmpty() || to.contains(ExportTo.ALL)) {
      return 2;
    }
    if (to.contains(ExportTo.NONE) || !new ExportTo(to).reaches(namespace, own)) {
      return -1;
    }
    return own.equals(namespace) ? 0 : 1;
  }
}
