package io.meshtwin.twin.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How endpoints are chosen, how much they are given, and in which version of HTTP (Envoy's {@code
 * Cluster}). Nothing but the preference decides who may answer, so that shares of endpoints stay
 * what they are on average.
 *
 * @param balancing how an endpoint is chosen
 * @param outliers when endpoints are left out for a while, null for never
 * @param limits null for none
 * @param version in which version of HTTP requests go on
 * @param near which endpoints go before others, null where all are alike
 */
public record UpstreamPolicy(
    Balancing balancing,
    @Nullable Outliers outliers,
    @Nullable Limits limits,
    Version version,
    @Nullable Preference near) {
  /** In turn, without limits. */
  public static final UpstreamPolicy NONE =
      new UpstreamPolicy(Balancing.Simple.ROUND_ROBIN, null, null, Version.OF_THE_PORT);

  /** One to which all endpoints are alike. */
  public UpstreamPolicy(
      Balancing balancing, @Nullable Outliers outliers, @Nullable Limits limits, Version version) {
    this(balancing, outliers, limits, version, null);
  }

  /** The same, where these endpoints go first. */
  public UpstreamPolicy with(@Nullable Preference other) {
    return new UpstreamPolicy(balancing, outliers, limits, version, other);
  }

  /** In which version of HTTP requests go on; {@link Cluster.Protocol#spoken} combines it. */
  public enum Version {
    /** In the one that the port says. */
    OF_THE_PORT,
    /** In HTTP/2 where the port says HTTP (MeshConfig's {@code h2UpgradePolicy}). */
    SECOND_FOR_HTTP,
    /** In HTTP/2 whatever the port says (a DestinationRule's {@code h2UpgradePolicy}). */
    SECOND,
    /** In their client's ({@code useClientProtocol}). */
    OF_THE_CLIENT
  }

  /** How an endpoint is chosen. */
  public sealed interface Balancing {
    /** Whether it is by what {@link Delivery#hash} says. */
    default boolean hashes() {
      return switch (this) {
        case Simple _ -> false;
        case Ring _, Maglev _ -> true;
      };
    }

    /** {@code ROUND_ROBIN}, {@code LEAST_REQUEST} or {@code RANDOM}. */
    record Simple(String name) implements Balancing {
      /** In turn. */
      public static final Balancing ROUND_ROBIN = new Simple("ROUND_ROBIN");
    }

    /** By what {@link Delivery#hash} says, on a ring of at least so many entries. */
    record Ring(long minimumSize) implements Balancing {}

    /** By what {@link Delivery#hash} says, with a table of that size. */
    record Maglev(long tableSize) implements Balancing {}
  }

  /**
   * When an endpoint is left out (Envoy's {@code OutlierDetection}); null for Envoy's own values.
   *
   * @param consecutive5xx answers above 499 in a row, 0 for not
   * @param consecutiveGateway answers 502, 503 and 504 in a row, 0 for not
   * @param consecutiveLocal failures of the connection in a row, where they count apart
   * @param split whether failures of the connection count apart
   * @param minHealthPercent below it all endpoints are used
   */
  public record Outliers(
      @Nullable Integer consecutive5xx,
      @Nullable Integer consecutiveGateway,
      @Nullable Integer consecutiveLocal,
      boolean split,
      @Nullable Duration interval,
      @Nullable Duration baseEjectionTime,
      @Nullable Integer maxEjectionPercent,
      int minHealthPercent) {}

  /** Limits of all that a proxy sends there; 0 or null for none. */
  public record Limits(
      int maxConnections,
      int maxPendingRequests,
      int maxRequests,
      int maxRetries,
      int maxRequestsPerConnection,
      @Nullable Duration connectTimeout,
      @Nullable Duration idleTimeout) {}
}
