package io.meshtwin.twin.routing;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Comparator;

/**
 * A port of a Service: what a client dials, and what a backendRef names.
 *
 * @param service the Service, or the host of a ServiceEntry
 * @param port the Service's port (not the target port), 1 to 65535
 */
public record ServicePort(ResourceKey service, int port) implements Comparable<ServicePort> {
  private static final String HOST_GROUP = "networking.istio.io";
  private static final String HOST_KIND = "Hostname";

  private static final Comparator<ServicePort> ORDER =
      Comparator.comparing(ServicePort::service).thenComparingInt(ServicePort::port);

  /**
   * The port of a host that no Kubernetes Service has: a ServiceEntry's, as a backendRef of Istio
   * names it.
   *
   * @param namespace the namespace of the ServiceEntry
   */
  public static ServicePort ofHost(String cluster, String namespace, String host, int port) {
    return new ServicePort(hostKey(cluster, namespace, host), port);
  }

  /**
   * The key of a host that no Kubernetes Service has.
   *
   * @param namespace the namespace of the ServiceEntry; empty where nobody has the host
   */
  public static ResourceKey hostKey(String cluster, String namespace, String host) {
    return new ResourceKey(cluster, HOST_GROUP, HOST_KIND, namespace, host);
  }

  /** Whether it is the port of a host that no Kubernetes Service has. */
  public boolean isHost() {
    return isHost(service);
  }

  /** Whether a key is that of a host that no Kubernetes Service has. */
  public static boolean isHost(ResourceKey key) {
    return key.group().equals(HOST_GROUP) && key.kind().equals(HOST_KIND);
  }

  /** As answers name it: {@code ns/name} of a Service, or the host. */
  public String display() {
    return isHost() ? service.name() : service.qualifiedName();
  }

  @Override
  public int compareTo(ServicePort other) {
    return ORDER.compare(this, other);
  }

  /** {@code ns/name:port}, or {@code host:port}. */
  @Override
  public String toString() {
    return display() + ":" + port;
  }
}
