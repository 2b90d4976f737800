package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.testkit.kafka.KafkaBroker;
import io.meshtwin.testkit.kafka.UsesKafkaBroker;
import io.meshtwin.twin.event.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@UsesKafkaBroker
class KilledBrokerTest {
  private static final int BATCHES = 40;

  private final KafkaBroker kafka;

  KilledBrokerTest(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Test
  void aBrokerKilledUnderItsWriterLosesAndDoublesNothing() throws Exception {
    List<Event> events = Events.services(BATCHES * 10);
    try (EventLog log = open(kafka.bootstrapServers());
        LogWriter writer = log.writer()) {
      CountDownLatch begun = new CountDownLatch(3);
      Thread appending =
          Thread.ofVirtual()
              .start(() -> {
                for (int batch = 0; batch < BATCHES; batch++) {
                  writer.append(events.subList(batch * 10, batch * 10 + 10));
                  begun.countDown();
                }
              });
      begun.await();
      kafka.kill();
      kafka.restart();
      assertThat(appending.join(Duration.ofSeconds(60))).isTrue();
      assertThat(Events.read(log)).isEqualTo(events);
    }
  }

  @Test
  void aBrokerThatStandsStillForAWhileTakesEachEventOnce() throws Exception {
    List<Event> events = Events.services(30);
    try (EventLog log = open(kafka.bootstrapServers(), "still");
        LogWriter writer = log.writer()) {
      long from = log.head();
      var lost = new CountDownLatch(1);
      try (LogFollower _ = log.follow(from, new Losing(lost), (first, last, e) -> {})) {
        kafka.pause();
        Thread appending = Thread.ofVirtual().start(() -> writer.append(events));
        assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
        kafka.resume();
        assertThat(appending.join(Duration.ofSeconds(60))).isTrue();
      } finally {
        kafka.resume();
      }
      List<Event> read = new ArrayList<>();
      log.readFrom(from, entry -> read.add(((LogEntry.Recorded) entry).event()));
      assertThat(read).isEqualTo(events);
    }
  }

  /** Counts down when the log is lost. */
  private record Losing(CountDownLatch lost) implements LogListener {
    @Override
    public void entries(List<LogEntry> entries) {}

    @Override
    public void state(FollowState state) {
      if (state instanceof FollowState.Lost) {
        lost.countDown();
      }
    }
  }

  @Test
  void anAddressWhereNobodyAnswersIsToldInOneLine() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(() -> open("127.0.0.1:" + port))
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageNotContaining("\n");
  }

  @Test
  void anAddressThatIsNoneIsToldInOneLine() {
    assertThatThrownBy(() -> open("nowhere"))
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("nowhere");
  }

  private static EventLog open(String address) {
    return open(address, "killed");
  }

  private static EventLog open(String address, String mesh) {
    return EventLog.open(
        new LogLocation.External(address), new MeshTopic(mesh), StartProgress.SILENT);
  }
}
