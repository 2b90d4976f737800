package io.meshtwin.twin.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is done to requests on purpose (Envoy's {@code envoy.filters.http.fault}): first they wait,
 * then they are answered.
 *
 * @param delay null for none
 * @param abort null for none
 */
public record Fault(@Nullable Delay delay, @Nullable Abort abort) {
  /** What a share's numerator is over. */
  public static final int MILLION = 1_000_000;

  /**
   * Requests wait.
   *
   * @param duration how long
   * @param perMillion how many of a million requests
   */
  public record Delay(Duration duration, int perMillion) {
    /** The share of the requests, 0 to 1. */
    public double fraction() {
      return (double) perMillion / MILLION;
    }
  }

  /**
   * Requests are answered by the proxy.
   *
   * @param status of HTTP, null where a gRPC status is given
   * @param grpcStatus null where a status of HTTP is given
   * @param perMillion how many of a million requests
   */
  public record Abort(@Nullable Integer status, @Nullable Integer grpcStatus, int perMillion) {
    /** The share of the requests, 0 to 1. */
    public double fraction() {
      return (double) perMillion / MILLION;
    }
  }

  /** The share of the requests that are sent on, 0 to 1. */
  public double passed() {
    return abort == null ? 1 : 1 - abort.fraction();
  }
}
