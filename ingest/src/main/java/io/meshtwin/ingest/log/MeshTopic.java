package io.meshtwin.ingest.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topic of one mesh: {@code meshtwin.<mesh>.events}, one partition, kept for ever.
 *
 * @param mesh name of the mesh: a DNS label (RFC 1123), as Kubernetes names are
 */
public record MeshTopic(String mesh) {
  /** etcd keeps objects up to 1.5 MiB; a record with its headers stays well below this. */
  static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

  private static final Duration KNOWN_SOON = Duration.ofMillis(20);
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final String PREFIX = "meshtwin.";
  private static final String SUFFIX = ".events";

  /** How a broker names the directories of the topics' one partition. */
  static final String DIRECTORIES = Pattern.quote(PREFIX) + ".*" + Pattern.quote(SUFFIX) + "-0";

  private static final String UNLIMITED = Long.toString(Long.MAX_VALUE);

  /**
   * Timestamps are the events' own, years apart where a history is told, and beside them stand the
   * markers' of today: without {@code segment.ms} Kafka would begin a new file at every such jump.
   */
  private static final Map<String, String> CREATED_WITH =
      Map.ofEntries(
          Map.entry("cleanup.policy", "delete"),
          Map.entry("retention.ms", "-1"),
          Map.entry("retention.bytes", "-1"),
          Map.entry("segment.ms", UNLIMITED),
          Map.entry("message.timestamp.type", "CreateTime"),
          Map.entry("message.timestamp.before.max.ms", UNLIMITED),
          Map.entry("message.timestamp.after.max.ms", UNLIMITED),
          Map.entry("max.message.bytes", Integer.toString(MAX_MESSAGE_BYTES)));

  public MeshTopic {
    if (!LABEL.matcher(mesh).matches()) {
      throw new LogException(
          "'%s' cannot name a mesh: lower-case letters, digits and '-', at most 63, as in a DNS label"
              .formatted(mesh));
    }
  }

  /** The topic's name. */
  public String name() {
    return PREFIX + mesh + SUFFIX;
  }

  /** The transactional id of the mesh's single writer. */
  String writerId() {
    return "meshtwin." + mesh + ".writer";
  }

  /** The group whose one assignment is the right to write. */
  String leaseGroup() {
    return "meshtwin." + mesh + ".writer";
  }

  /** The one partition. */
  TopicPartition partition() {
    return new TopicPartition(name(), 0);
  }

  /**
   * Creates the topic when it is absent, and verifies what is there.
   *
   * @param address of the broker, for the command in the message
   * @throws TopicRefusedException when its settings would lose history or its order
   */
  void ensure(Admin admin, String address) throws ExecutionException, InterruptedException {
    NewTopic topic = new NewTopic(name(), Optional.of(1), Optional.empty());
    try {
      admin.createTopics(List.of(topic.configs(CREATED_WITH))).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    verify(admin, address);
  }

  /**
   * Verifies what is there, and creates nothing.
   *
   * @param address of the broker, for the message
   * @throws LogException when the topic is absent; names the meshes that are there
   * @throws TopicRefusedException when its settings would lose history or its order
   */
  void require(Admin admin, String address) throws ExecutionException, InterruptedException {
    Set<String> topics = admin.listTopics().names().get();
    if (!topics.contains(name())) {
      throw new LogException(
          "no mesh is called '%s' at %s; nothing was created; %s"
              .formatted(mesh, address, meshes(topics)));
    }
    verify(admin, address);
  }

  private static String meshes(Set<String> topics) {
    String names =
        topics.stream()
            .filter(topic -> topic.startsWith(PREFIX) && topic.endsWith(SUFFIX))
            .map(topic -> topic.substring(PREFIX.length(), topic.length() - SUFFIX.length()))
            .sorted()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "there is none yet" : "there are: " + names;
  }

  private void verify(Admin admin, String address) throws ExecutionException, InterruptedException {
    verifyPartitions(admin);
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name());
    Config config = admin.describeConfigs(Set.of(resource)).all().get().get(resource);
    verifySettings(config == null ? List.of() : config.entries(), address);
  }

  private void verifyPartitions(Admin admin) throws ExecutionException, InterruptedException {
    TopicDescription topic = describe(admin);
    int partitions = topic.partitions().size();
    if (partitions != 1) {
      throw new TopicRefusedException(
          "topic %s has %d partitions, and events of a mesh have one order only in one; use another mesh name, or recreate the topic with one partition"
              .formatted(name(), partitions));
    }
  }

  /** The topic's id, which no other topic ever has. */
  String identity(Admin admin) throws ExecutionException, InterruptedException {
    return describe(admin).topicId().toString();
  }

  /** How much the partition's leader keeps on disk; empty where it is not told. */
  OptionalLong bytes(Admin admin) {
    try {
      int leader = describe(admin).partitions().getFirst().leader().id();
      return admin.describeLogDirs(List.of(leader)).allDescriptions().get().values().stream()
          .flatMap(directories -> directories.values().stream())
          .flatMap(directory -> Stream.ofNullable(directory.replicaInfos().get(partition())))
          .mapToLong(ReplicaInfo::size)
          .max();
    } catch (ExecutionException e) {
      return OptionalLong.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  /** A broker that was just told to create the topic may not know it for a moment. */
  private TopicDescription describe(Admin admin) throws ExecutionException, InterruptedException {
    Instant limit = Instant.now().plus(KafkaSettings.PATIENCE);
    while (true) {
      try {
        return Objects.requireNonNull(
            admin.describeTopics(Set.of(name())).allTopicNames().get().get(name()));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || Instant.now().isAfter(limit)) {
          throw e;
        }
        Thread.sleep(KNOWN_SOON);
      }
    }
  }

  private void verifySettings(Collection<ConfigEntry> entries, String address) {
    for (ConfigEntry entry : entries) {
      String value = entry.value() == null ? "" : entry.value();
      switch (entry.name()) {
        case "cleanup.policy" -> refuseIf(value.contains("compact"), entry, "delete", address);
        case "retention.ms", "retention.bytes" ->
            refuseIf(!value.equals("-1"), entry, "-1", address);
        default -> {
          // Every other setting keeps history.
        }
      }
    }
  }

  private void refuseIf(boolean dangerous, ConfigEntry entry, String safe, String address) {
    if (dangerous) {
      throw new TopicRefusedException(
          "topic %s has %s=%s, which would destroy history; nothing was read or written; mend it with: kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%s"
              .formatted(name(), entry.name(), entry.value(), address, name(), entry.name(), safe));
    }
  }
}
