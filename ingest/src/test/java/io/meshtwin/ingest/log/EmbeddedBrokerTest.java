package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @TempDir Path temp;

  @Test
  void aTopicIsStillThereAfterARestart() throws Exception {
    try (DataDirectory directory = claim()) {
      List<String> steps = new ArrayList<>();
      try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0, steps::add);
          Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
        new MeshTopic("default").ensure(admin, broker.address());
      }
      assertThat(steps).hasSize(2).last().asString().startsWith("embedded broker ready");
      try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0, steps::add);
          Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
        assertThat(admin.listTopics().names().get()).contains("meshtwin.default.events");
      }
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (DataDirectory directory = claim();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(
              () -> EmbeddedBroker.start(directory, taken.getLocalPort(), StartProgress.SILENT))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("port " + taken.getLocalPort());
    }
  }

  @Test
  void aFullDiskIsToldBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> EmbeddedBroker.requireSpace(temp, Long.MAX_VALUE))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("is full")
        .hasMessageContaining(temp.toString());
  }

  private DataDirectory claim() {
    return ((DataDirectory.Owned) DataDirectory.claim(temp)).directory();
  }
}
