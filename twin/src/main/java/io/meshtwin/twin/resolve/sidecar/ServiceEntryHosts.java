package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.sidecar.MeshService.Resolution;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The hosts of a ServiceEntry in the registry: one service for each host and address ({@code
 * serviceregistry/serviceentry}, {@code convertServices}).
 */
final class ServiceEntryHosts {
  private static final String WHOLE_V4 = "/32";
  private static final String WHOLE_V6 = "/128";

  private ServiceEntryHosts() {}

  static List<MeshService> of(ServiceEntry entry) {
    var result = new ArrayList<MeshService>();
    for (String host : entry.hosts()) {
      if (entry.addresses().isEmpty()) {
        result.add(service(entry, host, List.of()));
      }
      for (String address : entry.addresses()) {
        result.add(service(entry, host, List.of(single(address))));
      }
    }
    return result;
  }

  /** A block of one address is that address. */
  private static String single(String address) {
    String whole = address.indexOf(':') < 0 ? WHOLE_V4 : WHOLE_V6;
    return address.endsWith(whole)
        ? address.substring(0, address.length() - whole.length())
        : address;
  }

  private static MeshService service(ServiceEntry entry, String written, List<String> addresses) {
    Metadata metadata = entry.metadata();
    ResourceKey own = entry.key();
    String host = written.toLowerCase(Locale.ROOT);
    return new MeshService(
        ServicePort.hostKey(own.cluster(), own.namespace(), host),
        host,
        false,
        Services.created(metadata),
        addresses,
        resolution(entry),
        entry.ports().stream().map(port -> port(entry, port)).toList(),
        new MeshService.Attributes(metadata.labels(), entry.selector(), entry.exportTo()),
        List.of(),
        new Origin(own, "", metadata.source("")));
  }

  private static Resolution resolution(ServiceEntry entry) {
    return switch (entry.resolution()) {
      case NONE -> Resolution.ORIGINAL;
      case STATIC -> Resolution.KNOWN;
      case DNS, DNS_ROUND_ROBIN -> Resolution.DNS;
      case DYNAMIC_DNS -> Resolution.DYNAMIC;
    };
  }

  private static MeshService.Port port(ServiceEntry entry, ServiceEntry.Port port) {
    boolean original = entry.resolution() == ServiceEntry.Resolution.NONE;
    return new MeshService.Port(
        port.number(),
        port.name(),
        IstioProtocol.of(port.protocol()),
        original ? port.target() : 0);
  }
}
