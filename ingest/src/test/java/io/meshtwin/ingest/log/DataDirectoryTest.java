package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temp;

  @Test
  void aSecondProcessLearnsTheFirstOnesAddress() throws Exception {
    try (ChildJvm child = ChildJvm.start(HoldDirectory.class, List.of(), temp.toString(), "4711")) {
      child.awaitLine("owned");
      assertThat(DataDirectory.claim(temp))
          .isEqualTo(
              new DataDirectory.Held(
                  Optional.of(new Holder(child.pid(), Optional.of("127.0.0.1:4711")))));
    }
  }

  @Test
  void aKilledProcessHoldsNothing() throws Exception {
    try (ChildJvm child = ChildJvm.start(HoldDirectory.class, List.of(), temp.toString(), "4711")) {
      child.awaitLine("owned");
      child.kill();
    }
    DataDirectory.Claim claim = DataDirectory.claim(temp);
    assertThat(claim).isInstanceOf(DataDirectory.Owned.class);
    ((DataDirectory.Owned) claim).directory().close();
  }

  @Test
  void aSecondClaimInTheSameProcessDoesNotDropTheLock() throws Exception {
    try (DataDirectory ours = ((DataDirectory.Owned) DataDirectory.claim(temp)).directory()) {
      ours.announce("127.0.0.1:4712");
      assertThat(DataDirectory.claim(temp)).isInstanceOf(DataDirectory.Held.class);
      try (ChildJvm child = ChildJvm.start(HoldDirectory.class, List.of(), temp.toString(), "1")) {
        assertThat(child.awaitEnd()).last().asString().contains("held by", "127.0.0.1:4712");
      }
    }
  }

  @Test
  void noClassOfKafkaIsLoadedBeforeTheLockIsHeld() throws Exception {
    try (DataDirectory ours = ((DataDirectory.Owned) DataDirectory.claim(temp)).directory();
        ChildJvm child =
            ChildJvm.start(
                HoldDirectory.class, List.of("-Xlog:class+load"), ours.path().toString(), "1")) {
      assertThat(child.awaitEnd())
          .anyMatch(line -> line.contains("io.meshtwin.ingest.log.DataDirectory "))
          .noneMatch(line -> line.contains("org.apache.kafka") || line.contains(" kafka."));
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsToldInOneLine() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    assertThatThrownBy(() -> DataDirectory.claim(file))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("cannot use data directory " + file)
        .hasMessageNotContaining("\n");
  }
}
