package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.VirtualRule.RetryRules;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a request is tried again ({@code retry.ConvertPolicy}): as the rule says, else as MeshConfig
 * says, else as istiod itself.
 */
public final class RetryTranslation {
  private static final String STATUSES = "retriable-status-codes";
  private static final List<String> CONDITIONS =
      List.of("connect-failure", "refused-stream", "unavailable", "cancelled", STATUSES);
  private static final int ATTEMPTS = 2;

  private final @Nullable RetryRules byDefault;

  /**
   * @param byDefault MeshConfig's {@code defaultHttpRetryPolicy}, null for none
   */
  public RetryTranslation(@Nullable RetryRules byDefault) {
    this.byDefault = byDefault;
  }

  /** What applies where a rule says this; null for never. */
  public @Nullable Retries retries(@Nullable RetryRules said) {
    RetryRules rules = said == null ? byDefault : said;
    if (rules == null) {
      return new Retries(ATTEMPTS, CONDITIONS, List.of(), null);
    }
    if (rules.attempts() <= 0) {
      return null;
    }
    return rules.retryOn().isEmpty()
        ? new Retries(rules.attempts(), CONDITIONS, List.of(), rules.backoff())
        : parsed(rules);
  }

  /** Limits in time: of the whole exchange, and of one try where there may be several. */
  public Timeouts timeouts(@Nullable Duration request, @Nullable RetryRules said) {
    RetryRules rules = said == null ? byDefault : said;
    Duration one = rules == null || rules.attempts() <= 0 ? null : rules.perTryTimeout();
    return new Timeouts(request, one);
  }

  private static Retries parsed(RetryRules rules) {
    var conditions = new ArrayList<String>();
    var statuses = new ArrayList<Integer>();
    for (String part : rules.retryOn().split(",", -1)) {
      String word = part.strip();
      if (word.matches("[1-5][0-9]{2}")) {
        statuses.add(Integer.parseInt(word));
      } else if (!word.isEmpty()) {
        conditions.add(word);
      }
    }
    if (!statuses.isEmpty() && !conditions.contains(STATUSES)) {
      conditions.add(STATUSES);
    }
    return new Retries(rules.attempts(), conditions, statuses, rules.backoff());
  }
}
