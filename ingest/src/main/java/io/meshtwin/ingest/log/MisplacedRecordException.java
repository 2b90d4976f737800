package io.meshtwin.ingest.log;

import org.apache.kafka.common.KafkaException;

/**
 * A record says that it stands behind what was read after it. Its base offset is damaged, which no
 * checksum covers, and Kafka's client passes over all that follows until that offset.
 */
final class MisplacedRecordException extends KafkaException {
  private static final long serialVersionUID = 1;

  MisplacedRecordException(long offset, long next) {
    super(
        "a record before offset %d says that its own is %d, which hides what follows it; bring the topic back from a copy or a replica"
            .formatted(next, offset));
  }
}
