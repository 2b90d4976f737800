package io.meshtwin.bridge.xds;

import com.google.protobuf.Duration;
import org.jspecify.annotations.Nullable;

/** Durations in Envoy's messages, where zero is "no limit". */
final class Times {
  static final Duration NO_LIMIT = Duration.getDefaultInstance();

  private Times() {}

  static Duration orNoLimit(java.time.@Nullable Duration duration) {
    return duration == null
        ? NO_LIMIT
        : Duration.newBuilder()
            .setSeconds(duration.getSeconds())
            .setNanos(duration.getNano())
            .build();
  }

  static boolean limits(java.time.@Nullable Duration duration) {
    return duration != null && !duration.isZero();
  }
}
