package io.meshtwin.twin.resource;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done to requests on purpose (Istio's HTTPFaultInjection).
 *
 * @param delay null for none
 * @param abort null for none
 */
public record FaultRules(@Nullable Delay delay, @Nullable Abort abort) {
  /** The statuses of gRPC, in the order of their numbers. */
  public static final List<String> GRPC =
      List.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private static final double LEAST = 0.0001;
  private static final double MOST = 100;

  /**
   * Requests wait before they are sent on.
   *
   * @param duration how long
   * @param percentage of the requests, 0 to 100
   */
  public record Delay(Duration duration, double percentage) {}

  /**
   * Requests are answered instead of being sent on.
   *
   * @param httpStatus null where a gRPC status is given
   * @param grpcStatus null where an HTTP status is given
   * @param percentage of the requests, 0 to 100
   */
  public record Abort(
      @Nullable Integer httpStatus, @Nullable Integer grpcStatus, double percentage) {}

  static FaultRules read(Fields fault) {
    if (!fault.has("abort") && !fault.has("delay")) {
      fault.invalid("abort", "or delay must be given");
    }
    var result =
        new FaultRules(
            fault.has("delay") ? delay(fault.object("delay")) : null,
            fault.has("abort") ? abort(fault.object("abort")) : null);
    fault.ignore("delay", "abort");
    fault.done();
    return result;
  }

  private static @Nullable Delay delay(Fields delay) {
    if (delay.has("exponentialDelay")) {
      delay.invalid("exponentialDelay", "is not supported by istiod");
    }
    delay.ignore("exponentialDelay");
    Duration duration = IstioDuration.read(delay, "fixedDelay");
    delay.deprecated("percent", "use percentage");
    Integer whole = delay.optionalInteger("percent", 0, 100);
    // Without a percentage the old field counts, and without that nothing is delayed
    // (TranslateFault).
    Double percentage = percentage(delay, whole == null ? 0 : whole);
    delay.done();
    return duration == null ? null : new Delay(duration, percentage);
  }

  private static @Nullable Abort abort(Fields abort) {
    Integer http = abort.optionalInteger("httpStatus", 200, 600);
    String grpc = abort.optionalText("grpcStatus");
    if (grpc != null && !GRPC.contains(grpc)) {
      abort.invalid("grpcStatus", "must be a status of gRPC, found \"" + grpc + '"');
    }
    if (abort.has("http2Error")) {
      abort.invalid("http2Error", "is not supported by istiod");
    }
    long members =
        Set.of("httpStatus", "grpcStatus", "http2Error").stream().filter(abort::has).count();
    if (members > 1) {
      abort.invalid("httpStatus", "must not be given beside another member");
    }
    abort.ignore("http2Error");
    // istiod leaves it out, and Envoy's default for an absent percentage is none.
    double percentage = percentage(abort, 0);
    abort.done();
    Integer number = grpc == null || !GRPC.contains(grpc) ? null : GRPC.indexOf(grpc);
    return http == null && number == null ? null : new Abort(http, number, percentage);
  }

  private static double percentage(Fields of, double absent) {
    Fields percentage = of.object("percentage");
    Double value = percentage.optionalDecimal("value");
    if (value != null && (value < 0 || value > MOST || (value > 0 && value < LEAST))) {
      percentage.invalid("value", "must be 0 or from " + LEAST + " to 100");
    }
    percentage.done();
    return of.has("percentage") ? (value == null ? 0 : value) : absent;
  }
}
