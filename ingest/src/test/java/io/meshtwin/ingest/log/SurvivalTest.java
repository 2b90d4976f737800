package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurvivalTest {
  private static final MeshTopic TOPIC = new MeshTopic("default");

  @TempDir Path temp;

  @Test
  void eventsAreStillThereAfterARestart() {
    List<Event> events = Events.services(3);
    try (EventLog log = open();
        LogWriter writer = log.writer()) {
      writer.append(events);
    }
    try (EventLog log = open()) {
      assertThat(Events.read(log)).isEqualTo(events);
    }
  }

  @Test
  void everyAcknowledgedEventIsThereOnceAfterTheBrokerAndItsWriterWereKilled() throws Exception {
    int acknowledged = 0;
    for (int round = 1; round <= 2; round++) {
      try (ChildJvm child = appending(acknowledged)) {
        acknowledged += 25 * round;
        child.awaitLine("appended s" + (acknowledged - 1));
        child.kill();
      }
      List<String> names = names();
      // One more may have been committed without anybody having been told.
      assertThat(names).hasSizeGreaterThanOrEqualTo(acknowledged).doesNotHaveDuplicates();
      assertThat(names).isEqualTo(IntStream.range(0, names.size()).mapToObj(i -> "s" + i).toList());
      acknowledged = names.size();
    }
  }

  @Test
  void aSecondProcessReadsThroughTheBrokerOfTheFirst() throws Exception {
    try (ChildJvm child = appending(0)) {
      String address = child.awaitLine("broker ").substring("broker ".length());
      child.awaitLine("appended s4");
      List<String> steps = new ArrayList<>();
      try (EventLog log = EventLog.open(new LogLocation.Embedded(temp, 0), TOPIC, steps::add)) {
        assertThat(log.address()).isEqualTo(address);
        assertThat(steps)
            .containsExactly("using the broker of process " + child.pid() + " at " + address);
        assertThat(Events.read(log)).hasSizeGreaterThanOrEqualTo(5);
      }
    }
  }

  @Test
  void aSecondWriterIsRefusedInOneLineThatNamesTheFirst() throws Exception {
    try (ChildJvm child = appending(0)) {
      child.awaitLine("appended s0");
      try (EventLog log = open()) {
        assertThatThrownBy(log::writer)
            .isInstanceOf(DirectoryHeldException.class)
            .hasMessageContaining("is being written by process " + child.pid())
            .hasMessageNotContaining("\n");
      }
      child.awaitLine("appended s9");
    }
  }

  @Test
  void aFullDiskEndsTheBrokerAndWhatWasAcknowledgedIsReadWhenThereIsSpaceAgain() throws Exception {
    try (ChildJvm child = ChildJvm.startOnFullDisk(temp, FillDisk.class, ReadBack.class)) {
      assertThat(child.awaitLine("refused "))
          .contains("cannot be written any more", "what was acknowledged is safe");
      assertThat(child.awaitLine("failure ")).contains(temp.toRealPath().toString());
      int acknowledged = Integer.parseInt(child.awaitLine("acknowledged ").split(" ")[1]);
      child.awaitLine("goes on");
      assertThat(acknowledged).isPositive();
      // One more may have been committed without anybody having been told.
      String[] names = child.awaitLine("read ").substring("read ".length()).split(" ");
      assertThat(names).hasSizeBetween(acknowledged, acknowledged + 1);
      assertThat(names)
          .isEqualTo(IntStream.range(0, names.length).mapToObj(i -> "s" + i).toArray());
    }
  }

  private ChildJvm appending(int from) throws Exception {
    return ChildJvm.start(
        AppendAndReport.class, List.of(), temp.toString(), Integer.toString(from));
  }

  private List<String> names() {
    try (EventLog log = open()) {
      return Events.read(log).stream().map(event -> ((ResourceEvent) event).key().name()).toList();
    }
  }

  private EventLog open() {
    return EventLog.open(new LogLocation.Embedded(temp, 0), TOPIC, StartProgress.SILENT);
  }
}
