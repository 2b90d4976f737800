package io.meshtwin.testkit.kafka;

import io.meshtwin.testkit.parts.Loopback;
import io.meshtwin.testkit.parts.PartProcess;
import io.meshtwin.testkit.parts.Signals;
import io.meshtwin.testkit.parts.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * One real broker in a process of its own, on loopback, from the Kafka jars of the test's class
 * path. Keeps its port and data from {@link #kill()} or {@link #stop()} to {@link #restart()}.
 */
public final class KafkaBroker implements ExternalKafka {
  private static final Duration START = Duration.ofSeconds(60);

  private final TemporaryDirectory directory;
  private final int port;
  private final Path properties;
  private PartProcess process;

  private KafkaBroker(TemporaryDirectory directory) throws IOException {
    this.directory = directory;
    this.port = Loopback.freePort();
    this.properties = BrokerFiles.write(directory.path(), port, Loopback.freePort());
    this.process = launch();
  }

  /** Starts a broker of the caller's own and returns when it serves. */
  public static KafkaBroker start() {
    TemporaryDirectory directory = TemporaryDirectory.create("kafka");
    try {
      return new KafkaBroker(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set up a broker in " + directory.path(), e);
    }
  }

  @Override
  public String bootstrapServers() {
    return Loopback.ADDRESS + ":" + port;
  }

  /** Ends the broker as a crash would (SIGKILL). */
  public void kill() {
    process.kill();
  }

  /** Ends the broker as an operator would (SIGTERM). */
  public void stop() {
    process.stop(Duration.ofSeconds(20));
  }

  /** The broker stands still: it neither answers nor ends (SIGSTOP). */
  public void pause() {
    Signals.send("STOP", process.pid());
  }

  /** The broker goes on (SIGCONT). */
  public void resume() {
    Signals.send("CONT", process.pid());
  }

  /**
   * Starts the broker again on the same port and data; ends it first when it runs. Returns when it
   * serves.
   */
  public void restart() {
    process.kill();
    process = launch();
  }

  /** Where the files of its topics are, for who damages them while it does not run. */
  public Path files() {
    return directory.path().resolve("data");
  }

  @Override
  public void close() {
    process.kill();
    directory.close();
  }

  private PartProcess launch() {
    PartProcess started =
        PartProcess.start("the Kafka broker", command(), directory.path().resolve("broker.log"));
    started.awaitReady(START, this::serves);
    return started;
  }

  private List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dlogback.configurationFile=io/meshtwin/testkit/kafka/broker-logback.xml",
        "-cp",
        System.getProperty("java.class.path"),
        "kafka.Kafka",
        properties.toString());
  }

  private boolean serves() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrapServers(),
            "request.timeout.ms", 1000,
            "default.api.timeout.ms", 2000);
    try (Admin admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker starts", e);
    }
  }
}
