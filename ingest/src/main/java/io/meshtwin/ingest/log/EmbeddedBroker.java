package io.meshtwin.ingest.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real KRaft broker in this process, on loopback, with its files in a {@link DataDirectory}. What
 * was acknowledged survives a restart and a SIGKILL.
 *
 * <p>A broker that cannot go on (its disk fails or is full) would end the process; here it only
 * becomes unavailable and {@link #failure()} says why, so that the twin keeps answering.
 */
final class EmbeddedBroker implements AutoCloseable {
  /** Below this the broker could not even roll a segment. */
  static final long MINIMUM_FREE_BYTES = 64L * 1024 * 1024;

  /** Recovery after SIGKILL reads the last segment again; more than this is not recovery. */
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  /** One that gave up waits for its files as long as it is let. */
  private static final Duration STOP_AFTER_FAILURE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final DataDirectory directory;
  private final BrokerPorts ports;
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private @Nullable KafkaRaftServer server;
  private boolean usesFiles;

  private EmbeddedBroker(DataDirectory directory, BrokerPorts ports) {
    this.directory = directory;
    this.ports = ports;
  }

  /**
   * Starts the broker and returns when it serves.
   *
   * @param directory owned by the caller, who closes it after the broker
   * @param port to listen on, 0 for the one that this directory had last where it is free, so that
   *     who reads this log finds it again
   * @throws LogException when the port is taken, the disk is full or the files cannot be used
   */
  static EmbeddedBroker start(DataDirectory directory, int port, StartProgress progress) {
    requireSpace(directory.path(), MINIMUM_FREE_BYTES);
    SegmentCheck.run(directory.brokerFiles(), words -> LOG.warn("{}", words));
    Instant begin = Instant.now();
    BrokerPorts ports =
        port == 0 ? BrokerPorts.preferring(directory.lastPort()) : BrokerPorts.choose(port);
    EmbeddedBroker broker = new EmbeddedBroker(directory, ports);
    progress.step("starting the embedded broker on " + broker.address());
    broker.start();
    progress.step(
        "embedded broker ready after " + Duration.between(begin, Instant.now()).toMillis() + " ms");
    return broker;
  }

  /** {@code host:port}, for clients. */
  String address() {
    return BrokerSettings.HOST + ":" + ports.clients();
  }

  /** Whether it was closed and did not stop: the directory stays locked until this process ends. */
  boolean usesFiles() {
    return usesFiles;
  }

  /** Why the broker gave up, when it did. */
  Optional<String> failure() {
    return Optional.ofNullable(failure.get());
  }

  /**
   * Stops the broker. One that gave up may go on for a while ({@link #usesFiles}).
   *
   * @throws LogException when one that works does not stop in time
   */
  @Override
  public void close() {
    KafkaRaftServer running = server;
    server = null;
    if (running == null) {
      return;
    }
    Thread stopping =
        daemon(() -> {
          running.shutdown();
          running.awaitShutdown();
        });
    stopping.start();
    try {
      boolean gaveUp = failure().isPresent();
      usesFiles = !stopping.join(gaveUp ? STOP_AFTER_FAILURE : STOP_LIMIT);
      if (usesFiles && !gaveUp) {
        throw new LogException(
            "the embedded broker in %s does not stop; end this process, what was acknowledged is safe"
                .formatted(directory.path()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogException("interrupted while the embedded broker stops", e);
    }
  }

  private void start() {
    Exit.setExitProcedure((status, message) -> fail(message));
    Exit.setHaltProcedure((status, message) -> fail(message));
    try {
      format();
      KafkaConfig config =
          new KafkaConfig(BrokerSettings.of(directory.brokerFiles(), ports), /* doLog= */ false);
      KafkaRaftServer starting = new KafkaRaftServer(config, Time.SYSTEM);
      server = starting;
      await(CompletableFuture.runAsync(starting::startup, command -> daemon(command).start()));
      directory.announce(address());
      directory.rememberPort(ports.clients());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("the start was interrupted", e);
    } catch (ExecutionException e) {
      throw refused(rootMessage(e), e);
    } catch (LogException e) {
      throw e;
    } catch (Exception e) {
      throw refused(rootMessage(e), e);
    }
  }

  private void await(CompletableFuture<Void> startup)
      throws InterruptedException, ExecutionException {
    Instant limit = Instant.now().plus(START_LIMIT);
    while (true) {
      try {
        startup.get(100, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException notYet) {
        String reason = failure.get();
        if (reason != null) {
          throw refused(reason, notYet);
        }
        if (Instant.now().isAfter(limit)) {
          throw refused("not ready after " + START_LIMIT.toSeconds() + " s", notYet);
        }
      }
    }
  }

  /** A directory is formatted once; {@code meta.properties} is the last file of the formatting. */
  private void format() throws Exception {
    Path files = directory.brokerFiles();
    if (Files.exists(files.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(files);
    new Formatter()
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(BrokerSettings.NODE)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(files.toString())
        .addDirectory(files.toString())
        .setIgnoreFormatted(true)
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .run();
  }

  /** Kafka often says nothing when it gives up; nearly always it is the disk. */
  private void fail(@Nullable String message) {
    String reason =
        message == null
            ? "its files in %s cannot be written any more (%d MiB free on that disk)"
                .formatted(directory.path(), directory.path().toFile().getUsableSpace() >> 20)
            : message;
    if (failure.compareAndSet(null, reason)) {
      LOG.warn(
          "the embedded broker gave up: {}; nothing is written from now on, what was acknowledged is safe; make space where it is missing and start this again",
          reason);
    }
  }

  private LogException refused(String reason, Throwable cause) {
    return new LogException(
        "the embedded broker in %s did not start: %s; the events in the directory are untouched"
            .formatted(directory.path(), reason),
        cause);
  }

  private static Thread daemon(Runnable command) {
    return Thread.ofPlatform().daemon().name("embedded-broker").unstarted(command);
  }

  static void requireSpace(Path directory, long bytes) {
    try {
      long free = Files.getFileStore(directory).getUsableSpace();
      if (free < bytes) {
        throw new LogException(
            "the disk of data directory %s is full (%d MiB free, %d MiB needed); the events in it are untouched, free some space and start again"
                .formatted(directory, free >> 20, bytes >> 20));
      }
    } catch (IOException e) {
      throw new LogException("cannot read the free space of " + directory, e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
