package io.meshtwin.ingest.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Settings of the Kafka clients, and the times after which they give up. */
final class KafkaSettings {
  /** How long one call may wait for a broker. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** After this the broker aborts a transaction whose writer went away, and readers pass it. */
  private static final Duration TRANSACTION = Duration.ofSeconds(10);

  /** After this a member of a lease's group that is silent is taken for dead. */
  static final Duration LEASE_SESSION = Duration.ofSeconds(6);

  /**
   * So much of the log, compressed, a reader unpacks to look up one event: small makes a resource's
   * history fast, large makes appending fast.
   */
  private static final int BATCH_BYTES = 128 * 1024;

  private KafkaSettings() {}

  static Map<String, Object> admin(String address) {
    Map<String, Object> settings = common(address);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(PATIENCE));
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    return settings;
  }

  static Map<String, Object> consumer(String address, Fetch fetch) {
    Map<String, Object> settings = common(address);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A log that ends before what was read, or begins after it, is told and never skipped over.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(PATIENCE));
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, fetch.records());
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetch.bytes());
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    return settings;
  }

  /**
   * A member of a group whose assignment is a lease. The session is as short as brokers allow by
   * default ({@code group.min.session.timeout.ms}).
   */
  static Map<String, Object> lease(String address, String group, String member) {
    Map<String, Object> settings = common(address);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, member);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(LEASE_SESSION));
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(PATIENCE));
    // Who holds it keeps it when others come.
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return settings;
  }

  static Map<String, Object> producer(String address, String writerId) {
    Map<String, Object> settings = common(address);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, writerId);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(TRANSACTION));
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(PATIENCE));
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MeshTopic.MAX_MESSAGE_BYTES);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return settings;
  }

  private static Map<String, Object> common(String address) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address);
    settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
    settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 2_000L);
    settings.put("enable.metrics.push", false);
    return settings;
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
