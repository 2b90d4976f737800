package io.meshtwin.ingest.log;

import io.meshtwin.testkit.kafka.ExternalKafka;
import io.meshtwin.testkit.kafka.UsesKafkaBroker;

/** The same on Kafka's own image where a container engine answers, else on a broker's process. */
@UsesKafkaBroker
class ExternalEventLogTest extends EventLogContract {
  private final ExternalKafka kafka;

  ExternalEventLogTest(ExternalKafka kafka) {
    this.kafka = kafka;
  }

  @Override
  String address() {
    return kafka.bootstrapServers();
  }
}
