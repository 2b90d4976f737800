package io.meshtwin.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.WatchGap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFollowingTest {
  @TempDir Path directory;

  private final RecordingInMemory log = new RecordingInMemory();

  @Test
  void anEditIsOneEventAndADeletedFileDeletesWhatItHeld() throws Exception {
    write("a.yaml", service("a", "ClusterIP"));
    try (var source = follow()) {
      awaitEvents("applied Service default/a");
      write("a.yaml", service("a", "NodePort"));
      awaitEvents("applied Service default/a", "applied Service default/a");
      Files.delete(directory.resolve("a.yaml"));
      awaitEvents(
          "applied Service default/a", "applied Service default/a", "deleted Service default/a");
      assertThat(source.state().problem()).isEmpty();
    }
  }

  @Test
  void aDirectoryThatIsMadeLaterIsFollowedToo() throws Exception {
    try (var source = follow()) {
      write("deep/down/b.yaml", service("b", "ClusterIP"));
      awaitEvents("applied Service default/b");
      write("deep/down/c.yaml", service("c", "ClusterIP"));
      awaitEvents("applied Service default/b", "applied Service default/c");
      assertThat(source.state().resources()).isEqualTo(2);
    }
  }

  @Test
  void aFileThatCannotBeReadIsReportedAndItsLastGoodContentStands() throws Exception {
    write("a.yaml", service("a", "ClusterIP"));
    try (var source = follow()) {
      awaitEvents("applied Service default/a");
      write("a.yaml", "apiVersion: v1\nkind: [Serv");
      Await.until(source::state, () -> !source.state().errors().isEmpty());
      write("b.yaml", service("b", "ClusterIP"));
      awaitEvents("applied Service default/a", "applied Service default/b");
      assertThat(source.state().errors()).singleElement().asString().contains("a.yaml:2");
      assertThat(log.state()).hasSize(2);
    }
  }

  @Test
  void whatChangedWhileNobodyFollowedIsRecordedOnce() throws Exception {
    write("a.yaml", service("a", "ClusterIP"));
    write("b.yaml", service("b", "ClusterIP"));
    try (var first = follow()) {
      Await.until(first::state, () -> log.size() == 2);
    }
    Files.delete(directory.resolve("a.yaml"));
    write("c.yaml", service("c", "ClusterIP"));
    try (var second = follow()) {
      assertThat(second.awaitListed(Duration.ofSeconds(30))).isTrue();
    }
    assertThat(log.of("default").stream().skip(2))
        .containsExactly("applied Service default/c", "deleted Service default/a");
    assertThat(log.gaps())
        .singleElement()
        .satisfies(gap -> {
          assertThat(gap.kind()).isEqualTo("*");
          assertThat(gap.reason()).isEqualTo("the source was not running");
          assertThat(gap.revealed()).isEqualTo(2);
          assertThat(gap.from()).isAfter(Instant.EPOCH).isBefore(gap.until());
        });
  }

  @Test
  void nothingIsDeletedWhileAFileNeverCouldBeRead() throws Exception {
    write("a.yaml", service("a", "ClusterIP"));
    try (var first = follow()) {
      Await.until(first::state, () -> log.size() == 1);
    }
    write("a.yaml", "{");
    try (var second = follow()) {
      Await.until(second::state, () -> second.state().problem().contains("deletions wait"));
      assertThat(log.state()).hasSize(1);
      write("a.yaml", service("other", "ClusterIP"));
      Await.until(second::state, () -> log.resourceEvents("default").count() == 3);
    }
    assertThat(log.of("default"))
        .containsExactly(
            "applied Service default/a",
            "applied Service default/other",
            "deleted Service default/a");
  }

  @Test
  void ofTwoPlacesTheLaterCountsAndAFileIsFollowedLikeADirectory() throws Exception {
    write("mesh/a.yaml", service("a", "ClusterIP"));
    write("over.txt", service("a", "NodePort"));
    Path file = directory.resolve("over.txt");
    try (var source = ManifestFollowing.follow(List.of(directory.resolve("mesh"), file), log)) {
      assertThat(source.awaitListed(Duration.ofSeconds(30))).isTrue();
      assertThat(source.state().findings()).hasSize(1);
      write("over.txt", service("b", "ClusterIP"));
      awaitEvents(
          "applied Service default/a", "applied Service default/a", "applied Service default/b");
    }
  }

  @Test
  void aPlaceThatIsNotThereIsReportedAndFollowedOnceItIs() throws Exception {
    Path later = directory.resolve("later");
    try (var source = ManifestFollowing.follow(List.of(later), log)) {
      Await.until(source::state, () -> source.state().problem().contains("no such file"));
      write("later/a.yaml", service("a", "ClusterIP"));
      awaitEvents("applied Service default/a");
      Await.until(source::state, () -> source.state().well());
    }
  }

  @Test
  void aLogThatFailsForAWhileMissesNothing() throws Exception {
    write("a.yaml", service("a", "ClusterIP"));
    log.fail(true);
    try (var source = follow()) {
      Await.until(source::state, () -> source.state().problem().contains("takes no events"));
      log.fail(false);
      awaitEvents("applied Service default/a");
      assertThat(log.gaps()).as("nothing was seen before").isEmpty();
      log.fail(true);
      write("a.yaml", service("a", "NodePort"));
      Await.until(source::state, () -> source.state().problem().contains("takes no events"));
      log.fail(false);
      awaitEvents("applied Service default/a", "applied Service default/a");
      assertThat(log.gaps()).extracting(WatchGap::reason).containsExactly("the log took no events");
    }
  }

  @Test
  void oneListingRecordsOnlyWhatDiffers() {
    write("a.yaml", service("a", "ClusterIP"));
    log.record(listing());
    write("b.yaml", service("b", "ClusterIP"));
    assertThat(log.record(listing())).hasSize(1);
    assertThat(log.record(Listing.ofCluster(ResourceKey.LOCAL, List.of(), Instant.EPOCH)))
        .hasSize(2);
    assertThat(log.state()).isEmpty();
  }

  private Listing listing() {
    var source = new ManifestSource(List.of(directory.toString()), InputStream.nullInputStream());
    return Listing.ofCluster(ResourceKey.LOCAL, source.read(Instant.EPOCH).events(), Instant.EPOCH);
  }

  private ManifestFollowing follow() {
    return ManifestFollowing.follow(List.of(directory), log);
  }

  private void awaitEvents(String... events) throws InterruptedException {
    Await.until(() -> log.of("default"), () -> log.of("default").equals(List.of(events)));
  }

  private void write(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String service(String name, String type) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\nspec: {type: %s}\n"
        .formatted(name, type);
  }
}
