package io.meshtwin.bridge.xds;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryBackOff;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Retries;
import java.util.Optional;

/** {@code RetryPolicy}: when a request is tried again, and the limit of each try. */
final class RetryPolicies {
  private RetryPolicies() {}

  /** The policy; empty where there is one try without a limit of its own. */
  static Optional<RetryPolicy> of(Delivery delivery) {
    Retries retries = delivery.retries();
    int attempts = retries == null ? 0 : retries.attempts();
    boolean limited = Times.limits(delivery.timeouts().backendRequest());
    if (attempts == 0 && !limited) {
      return Optional.empty();
    }
    RetryPolicy.Builder policy = RetryPolicy.newBuilder().setNumRetries(UInt32Value.of(attempts));
    if (limited) {
      // The only place for a limit per try; without retry_on nothing is tried again.
      policy.setPerTryTimeout(Times.orNoLimit(delivery.timeouts().backendRequest()));
    }
    if (retries != null && attempts > 0) {
      again(policy, retries);
    }
    return Optional.of(policy.build());
  }

  private static void again(RetryPolicy.Builder policy, Retries retries) {
    policy
        .setRetryOn(String.join(",", retries.on()))
        .addAllRetriableStatusCodes(retries.statuses());
    if (Times.limits(retries.backoff())) {
      // The nearest that Envoy has: waits are random between zero and a growing multiple of it.
      policy.setRetryBackOff(
          RetryBackOff.newBuilder().setBaseInterval(Times.orNoLimit(retries.backoff())));
    }
  }
}
