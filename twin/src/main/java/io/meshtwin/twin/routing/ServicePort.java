package io.meshtwin.twin.routing;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Comparator;

/**
 * A port of a Service: what a client dials, and what a backendRef names.
 *
 * @param service the Service
 * @param port the Service's port (not the target port), 1 to 65535
 */
public record ServicePort(ResourceKey service, int port) implements Comparable<ServicePort> {
  private static final Comparator<ServicePort> ORDER =
      Comparator.comparing(ServicePort::service).thenComparingInt(ServicePort::port);

  @Override
  public int compareTo(ServicePort other) {
    return ORDER.compare(this, other);
  }

  /** {@code ns/name:port}. */
  @Override
  public String toString() {
    return service.qualifiedName() + ":" + port;
  }
}
