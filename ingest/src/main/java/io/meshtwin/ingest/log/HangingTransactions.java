package io.meshtwin.ingest.log;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.KafkaException;

/**
 * Transactions that stand open in a partition though no coordinator knows of them any more
 * (KIP-664). A broker that is killed together with its writer was seen to leave one; the next
 * writer's first commit would commit it, too, long after that writer has read the log without it.
 */
final class HangingTransactions {
  private HangingTransactions() {}

  /**
   * Aborts them. For the only writer, once its own transactional id has been initialised: then
   * whatever is still open has been given up.
   *
   * @throws KafkaException when the broker does not answer
   */
  static void abort(String address, MeshTopic topic) {
    try (Admin admin = Admin.create(KafkaSettings.admin(address))) {
      List<ProducerState> producers =
          admin
              .describeProducers(List.of(topic.partition()))
              .partitionResult(topic.partition())
              .get()
              .activeProducers();
      for (ProducerState producer : producers) {
        if (producer.currentTransactionStartOffset().isPresent()) {
          admin.abortTransaction(specification(topic, producer)).all().get();
        }
      }
    } catch (ExecutionException e) {
      throw new KafkaException("a transaction that was given up cannot be aborted", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  private static AbortTransactionSpec specification(MeshTopic topic, ProducerState producer) {
    return new AbortTransactionSpec(
        topic.partition(),
        producer.producerId(),
        (short) producer.producerEpoch(),
        producer.coordinatorEpoch().orElse(0));
  }
}
