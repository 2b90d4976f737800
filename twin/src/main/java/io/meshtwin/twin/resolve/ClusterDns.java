package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Service;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cluster DNS: which Service a client means by a host name or an address. */
final class ClusterDns {
  private static final String SUFFIX = ".svc.cluster.local";

  private final MeshImage image;

  ClusterDns(MeshImage image) {
    this.image = image;
  }

  /**
   * The Service that a client dials.
   *
   * @param host a name, short or qualified as in the client's resolv.conf, or a cluster IP
   * @return null when no Service has the name or the address
   */
  @Nullable Service dialed(ClientScope client, String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    String[] labels = withoutSuffix(name).split("\\.", -1);
    if (labels.length == 1) {
      return service(client, client.namespace(), labels[0]);
    }
    if (labels.length == 2) {
      return service(client, labels[1], labels[0]);
    }
    String address = name;
    return image
        .all(Service.class)
        .filter(service -> service.key().cluster().equals(client.cluster()))
        .filter(service -> service.addresses().contains(address))
        .findFirst()
        .orElse(null);
  }

  /** The names under which every client resolves a Service, longest first. */
  static List<String> names(ResourceKey service) {
    String qualified = service.name() + "." + service.namespace();
    return List.of(qualified + SUFFIX, qualified + ".svc", qualified);
  }

  private static String withoutSuffix(String name) {
    for (String suffix : List.of(SUFFIX, ".svc")) {
      if (name.endsWith(suffix)) {
        String rest = name.substring(0, name.length() - suffix.length());
        return rest.indexOf('.') > 0 ? rest : name;
      }
    }
    return name;
  }

  private @Nullable Service service(ClientScope client, String namespace, String name) {
    var key = new ResourceKey(client.cluster(), "", "Service", namespace, name);
    return image.get(key, Service.class);
  }
}
