package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeshTopicTest {
  @TempDir static Path temp;
  static EventLog broker;
  static Admin admin;

  @BeforeAll
  static void start() {
    broker =
        EventLog.open(
            new LogLocation.Embedded(temp, 0), new MeshTopic("first"), StartProgress.SILENT);
    admin = Admin.create(KafkaSettings.admin(broker.address()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void aNewTopicKeepsEverythingForEverInOnePartition() throws Exception {
    ConfigResource resource =
        new ConfigResource(ConfigResource.Type.TOPIC, "meshtwin.first.events");
    var config = admin.describeConfigs(Set.of(resource)).all().get().get(resource);
    assertThat(Objects.requireNonNull(config).entries())
        .extracting(entry -> entry.name() + "=" + entry.value())
        .contains(
            "cleanup.policy=delete",
            "retention.ms=-1",
            "retention.bytes=-1",
            "segment.ms=" + Long.MAX_VALUE,
            "message.timestamp.after.max.ms=" + Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "compacted, cleanup.policy, compact, delete",
    "both, cleanup.policy, 'compact,delete', delete",
    "time, retention.ms, 604800000, -1",
    "size, retention.bytes, 1073741824, -1"
  })
  void aTopicThatWouldDestroyHistoryIsRefusedWithItsMend(
      String mesh, String setting, String value, String safe) throws Exception {
    create(mesh, 1, Map.of(setting, value));
    assertThatThrownBy(() -> open(mesh))
        .isInstanceOf(TopicRefusedException.class)
        .hasMessageContaining(setting + "=" + value)
        .hasMessageContaining("--bootstrap-server " + broker.address())
        .hasMessageEndingWith(
            "--entity-name meshtwin.%s.events --add-config %s=%s", mesh, setting, safe)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aTopicOfSeveralPartitionsIsRefused() throws Exception {
    create("wide", 3, Map.of("retention.ms", "-1"));
    assertThatThrownBy(() -> open("wide"))
        .isInstanceOf(TopicRefusedException.class)
        .hasMessageContaining("3 partitions");
  }

  @Test
  void aTopicWhoseBeginningWasDeletedIsRefused() throws Exception {
    try (EventLog log = EventLog.open(external(), new MeshTopic("cut"), StartProgress.SILENT);
        LogWriter writer = log.writer()) {
      writer.append(Events.services(3));
      admin
          .deleteRecords(Map.of(log.topic().partition(), RecordsToDelete.beforeOffset(2)))
          .all()
          .get();
    }
    assertThatThrownBy(() -> open("cut"))
        .isInstanceOf(TopicRefusedException.class)
        .hasMessageContaining("begins at offset 2");
  }

  @Test
  void aMeshThatIsOnlyReadIsNotCreatedAndTheErrorNamesThoseThatAre() throws Exception {
    assertThatThrownBy(() -> openToRead(external(), "frist"))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("no mesh is called 'frist' at " + broker.address())
        .hasMessageContaining("nothing was created; there are: ")
        .hasMessageContaining("first");
    assertThat(admin.listTopics().names().get()).doesNotContain("meshtwin.frist.events");
  }

  @Test
  void aDataDirectoryThatIsOnlyReadIsNotCreated() {
    Path absent = temp.resolve("absent");
    assertThatThrownBy(() -> openToRead(new LogLocation.Embedded(absent, 0), "first"))
        .isInstanceOf(LogException.class)
        .hasMessageContaining(absent + ": the directory does not exist");
    assertThat(absent).doesNotExist();
  }

  @Test
  void aDirectoryOfOtherThingsIsLeftAsItIs() throws Exception {
    Path manifests = Files.createDirectory(temp.resolve("manifests"));
    assertThatThrownBy(() -> openToRead(new LogLocation.Embedded(manifests, 0), "first"))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("no log is in " + manifests + "; nothing was created");
    assertThat(manifests).isEmptyDirectory();
  }

  @Test
  void anAddressThatCannotBeResolvedIsSaid() {
    assertThatThrownBy(() -> openToRead(new LogLocation.External("nowhere.invalid:9092"), "first"))
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("nowhere.invalid:9092: No resolvable bootstrap urls");
  }

  @Test
  void aMeshThatIsThereIsOpenedToRead() {
    try (EventLog log = openToRead(external(), "first")) {
      assertThat(log.head()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Shop", "a.b", "-a", "a/b"})
  void aNameThatIsNoDnsLabelIsNoMesh(String name) {
    assertThatThrownBy(() -> new MeshTopic(name))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("cannot name a mesh");
  }

  private static void create(String mesh, int partitions, Map<String, String> settings)
      throws Exception {
    NewTopic topic =
        new NewTopic(new MeshTopic(mesh).name(), Optional.of(partitions), Optional.empty());
    admin.createTopics(List.of(topic.configs(settings))).all().get();
  }

  private static EventLog open(String mesh) {
    return EventLog.open(external(), new MeshTopic(mesh), StartProgress.SILENT);
  }

  private static EventLog openToRead(LogLocation location, String mesh) {
    return EventLog.openToRead(location, new MeshTopic(mesh), StartProgress.SILENT);
  }

  private static LogLocation external() {
    return new LogLocation.External(broker.address());
  }
}
