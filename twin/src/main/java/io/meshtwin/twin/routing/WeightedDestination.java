package io.meshtwin.twin.routing;

import org.jspecify.annotations.Nullable;

/**
 * A share of the requests.
 *
 * @param weight positive; the share is the weight over the sum of the weights
 * @param destination where the share goes
 * @param changes of this share alone, on top of the rule's
 * @param origin the backendRef
 */
public record WeightedDestination(
    int weight, Destination destination, Changes changes, Origin origin) {
  public WeightedDestination {
    if (weight <= 0) {
      throw new IllegalArgumentException("a share needs a positive weight, not " + weight);
    }
  }

  /** Where a share of the requests goes. */
  public sealed interface Destination {
    /**
     * To the endpoints of a Service port; which they are is asked at the resolved mesh.
     *
     * @param service the Service port
     * @param subset which of its endpoints, null for all
     * @param tls how the backend is spoken to, null for plain text
     * @param policy how endpoints are chosen, and limits
     */
    record ToService(
        ServicePort service,
        @Nullable Subset subset,
        @Nullable UpstreamTls tls,
        UpstreamPolicy policy)
        implements Destination {
      /** In plain text. */
      public ToService(ServicePort service) {
        this(service, null);
      }

      /** To all endpoints. */
      public ToService(ServicePort service, @Nullable UpstreamTls tls) {
        this(service, null, tls, UpstreamPolicy.NONE);
      }
    }

    /**
     * To the address that the client chose.
     *
     * @param service the host of the registry that claims it (ServiceEntry.resolution NONE, a
     *     headless Service); null for what nobody claims, which leaves the mesh as dialed
     * @param port the port that the address is dialed at instead, 0 for the same (Envoy's {@code
     *     upstream_port_override})
     * @param tls how it is spoken to where a DestinationRule says so, null for as the client does
     * @param version in which version of HTTP requests go on; what nobody claims in their client's
     */
    record Original(
        @Nullable ServicePort service,
        int port,
        @Nullable UpstreamTls tls,
        UpstreamPolicy.Version version)
        implements Destination {
      /** What nobody claims, at the port that the client chose, as the client speaks. */
      public static final Original UNCLAIMED =
          new Original(null, 0, null, UpstreamPolicy.Version.OF_THE_CLIENT);
    }

    /** Nowhere: what nobody knows is not let out (Istio's {@code BlackHoleCluster}). */
    record BlackHole() implements Destination {}

    /**
     * Nowhere: the backend is not valid.
     *
     * @param status the status that this share gets: 500 in an HTTPRoute, 503 in a GRPCRoute, which
     *     gRPC clients see as UNAVAILABLE
     * @param reason in words
     */
    record Invalid(int status, String reason) implements Destination {}
  }
}
