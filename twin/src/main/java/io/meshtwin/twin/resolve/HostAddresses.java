package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.HostEndpoints;
import io.meshtwin.twin.resolve.sidecar.MeshService;
import io.meshtwin.twin.resolve.sidecar.Registry;
import io.meshtwin.twin.resolve.sidecar.Services;
import io.meshtwin.twin.resource.IpAddress;
import io.meshtwin.twin.resource.Service;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The address that a client's connection goes to, as DNS would say: a Service's cluster IP, one of
 * the pods of a headless one, an address of a ServiceEntry. Any other name is somewhere outside.
 */
final class HostAddresses {
  private final ClusterDns dns;
  private final HostEndpoints endpoints;

  HostAddresses(MeshImage image, HostEndpoints endpoints) {
    this.dns = new ClusterDns(image);
    this.endpoints = endpoints;
  }

  /**
   * @param host a name or an IP address
   * @return an IP address, or what stands for one that is not known
   */
  String of(ClientScope client, Registry registry, String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (IpAddress.isOne(name)) {
      return name;
    }
    Service service = dns.dialed(client, name);
    if (service != null) {
      MeshService found = registry.named(Services.host(service), service.key().namespace());
      return found == null ? elsewhere(name) : of(client, registry, found);
    }
    String whole = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return registry.named(whole).values().stream()
        .flatMap(entry -> known(entry).limit(1))
        .findFirst()
        .orElse(elsewhere(name));
  }

  /** The address of a host of the registry. */
  String of(ClientScope client, Registry registry, MeshService service) {
    return known(service).findFirst().orElse(elsewhere(service.host()));
  }

  private Stream<String> known(MeshService service) {
    Stream<String> own =
        service.addresses().stream()
            .map(address ->
                address.indexOf('/') < 0 ? address : address.substring(0, address.indexOf('/')));
    boolean headless =
        service.kubernetes() && service.resolution() == MeshService.Resolution.ORIGINAL;
    return headless
        ? service.ports().stream()
            .flatMap(port -> endpoints.addresses(service, port.number()).stream())
        : own;
  }

  /** No listener is at it. */
  private static String elsewhere(String name) {
    return "?" + name;
  }
}
