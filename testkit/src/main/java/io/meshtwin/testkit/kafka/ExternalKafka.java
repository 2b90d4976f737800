package io.meshtwin.testkit.kafka;

/** A Kafka that runs outside of the program under test, reached by its address only. */
public sealed interface ExternalKafka extends AutoCloseable permits KafkaBroker, ContainerKafka {
  /** {@code host:port}, as a user gives it. */
  String bootstrapServers();

  @Override
  void close();
}
