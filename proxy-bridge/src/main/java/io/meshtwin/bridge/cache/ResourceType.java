package io.meshtwin.bridge.cache;

import java.util.Optional;

/** The types on our ADS stream, in the order in which a change is made before the old is broken. */
public enum ResourceType {
  CLUSTER("envoy.config.cluster.v3.Cluster", true),
  ENDPOINTS("envoy.config.endpoint.v3.ClusterLoadAssignment", false),
  SECRET("envoy.extensions.transport_sockets.tls.v3.Secret", false),
  LISTENER("envoy.config.listener.v3.Listener", true),
  ROUTES("envoy.config.route.v3.RouteConfiguration", false);

  private static final String PREFIX = "type.googleapis.com/";

  private final String typeUrl;
  private final boolean fullState;

  ResourceType(String message, boolean fullState) {
    this.typeUrl = PREFIX + message;
    this.fullState = fullState;
  }

  /** As xDS writes it. */
  public String typeUrl() {
    return typeUrl;
  }

  /**
   * Whether a state-of-the-world response holds everything, so that what it does not mention is
   * removed (xDS protocol, "Knowing When a Requested Resource Does Not Exist": LDS and CDS).
   */
  public boolean fullState() {
    return fullState;
  }

  /** The type with this URL; empty for types that we do not serve. */
  public static Optional<ResourceType> of(String typeUrl) {
    for (ResourceType type : values()) {
      if (type.typeUrl.equals(typeUrl)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
