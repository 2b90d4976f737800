package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.IpAddress;
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
    String name = withoutDot(host.toLowerCase(Locale.ROOT));
    if (IpAddress.isOne(name)) {
      return atAddress(client, name);
    }
    String[] labels = withoutSuffix(name).split("\\.", -1);
    if (labels.length == 1) {
      return service(client, client.namespace(), labels[0]);
    }
    return labels.length == 2 ? service(client, labels[1], labels[0]) : null;
  }

  /**
   * The Service that a Host header names to a proxy: by the names that a client of its namespace
   * would use, or by address (Istio, {@code GenerateAltVirtualHosts}).
   */
  @Nullable Service named(ClientScope client, String host) {
    return dialed(client, host);
  }

  /** Names that only the cluster's DNS could know; any other may exist outside. */
  boolean inCluster(String host) {
    if (IpAddress.isOne(host)) {
      return false;
    }
    String[] labels = host.split("\\.", -1);
    return labels.length == 1
        || host.endsWith(".svc")
        || host.endsWith(".cluster.local")
        || (labels.length == 2 && hasNamespace(labels[1]));
  }

  private boolean hasNamespace(String name) {
    return image.resources().keySet().stream().anyMatch(k -> k.namespace().equals(name));
  }

  private @Nullable Service atAddress(ClientScope client, String address) {
    return image
        .all(Service.class)
        .filter(service -> service.key().cluster().equals(client.cluster()))
        .filter(
            service -> service.addresses().stream().anyMatch(own -> IpAddress.same(own, address)))
        .findFirst()
        .orElse(null);
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
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
