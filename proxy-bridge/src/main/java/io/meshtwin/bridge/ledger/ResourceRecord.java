package io.meshtwin.bridge.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One resource at one proxy.
 *
 * @param sent the version sent last, null when the proxy had it before this stream
 * @param acked the version that the proxy runs, null before its first ACK
 * @param ackedAt when it ACKed, or told us that it has it
 * @param refused the last version that it refused, null when it refused none since the last ACK
 * @param reason its words for the refusal
 */
public record ResourceRecord(
    @Nullable String sent,
    @Nullable String acked,
    @Nullable Instant ackedAt,
    @Nullable String refused,
    @Nullable String reason) {
  static final ResourceRecord NONE = new ResourceRecord(null, null, null, null, null);

  ResourceRecord sent(String version) {
    return new ResourceRecord(version, acked, ackedAt, refused, reason);
  }

  ResourceRecord acked(String version, Instant time) {
    return new ResourceRecord(sent, version, time, null, null);
  }

  ResourceRecord refused(String version, String why) {
    return new ResourceRecord(sent, acked, ackedAt, version, why);
  }
}
