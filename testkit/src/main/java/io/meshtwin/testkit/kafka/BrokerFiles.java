package io.meshtwin.testkit.kafka;

import io.meshtwin.testkit.parts.Loopback;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The properties and the formatted data directory that a broker starts from. */
final class BrokerFiles {
  private static final int NODE = 1;

  private BrokerFiles() {}

  /** Formats the data directory and returns the properties file to start the broker with. */
  static Path write(Path directory, int port, int controllerPort) throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    try {
      new Formatter()
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(NODE)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(data.toString())
          .addDirectory(data.toString())
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .run();
    } catch (Exception e) {
      throw new IOException("Kafka cannot format " + data, e);
    }
    return Files.writeString(
        directory.resolve("server.properties"), properties(data, port, controllerPort));
  }

  private static String properties(Path data, int port, int controllerPort) {
    return """
    process.roles=broker,controller
    node.id=%1$d
    log.dirs=%2$s
    controller.quorum.voters=%1$d@%3$s:%5$d
    controller.listener.names=CONTROLLER
    inter.broker.listener.name=BROKER
    listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
    listeners=BROKER://%3$s:%4$d,CONTROLLER://%3$s:%5$d
    advertised.listeners=BROKER://%3$s:%4$d
    offsets.topic.num.partitions=1
    offsets.topic.replication.factor=1
    transaction.state.log.num.partitions=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    group.initial.rebalance.delay.ms=0
    log.cleaner.dedupe.buffer.size=2097152
    # After SIGKILL the old registration must expire before the new one is accepted.
    broker.session.timeout.ms=1000
    broker.heartbeat.interval.ms=100
    """
        .formatted(NODE, data, Loopback.ADDRESS, port, controllerPort);
  }
}
