package io.meshtwin.fidelity.envoy;

import io.meshtwin.fidelity.wire.Connection;
import io.meshtwin.fidelity.wire.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A running Envoy with its admin interface on a loopback port of its own. */
public final class EnvoyProcess implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int LAST_LINES = 25;

  /** Merged into the bootstrap: the kernel chooses the port, and Envoy writes it down. */
  private static final String ADMIN =
      "{admin: {address: {socket_address: {address: " + LOOPBACK + ", port_value: 0}}}}";

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final String name;
  private final Process process;
  private final Path log;
  private final Path adminFile;

  private EnvoyProcess(String name, Process process, Path log, Path adminFile) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.adminFile = adminFile;
  }

  /**
   * Starts Envoy; {@link #awaitReady} waits for it.
   *
   * @param name for messages and for the names of its files: letters, digits, dashes, dots
   * @param bootstrap JSON or YAML; its admin address is replaced
   * @param directory where its bootstrap, its log and its admin address go; must exist
   */
  public static EnvoyProcess start(
      EnvoyBinary binary, String name, String bootstrap, Path directory) {
    // YAML is a superset of JSON, so that one suffix serves both.
    Path config = directory.resolve(name + ".yaml");
    Path log = directory.resolve(name + ".log");
    Path adminFile = directory.resolve(name + ".admin");
    List<String> command =
        List.of(
            binary.path().toString(),
            "--config-path",
            config.toString(),
            "--config-yaml",
            ADMIN,
            "--admin-address-path",
            adminFile.toString(),
            "--concurrency",
            "1",
            "--disable-hot-restart",
            "--log-level",
            "warning");
    try {
      Files.deleteIfExists(adminFile);
      Files.writeString(config, bootstrap);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      RUNNING.add(process);
      var _ = process.onExit().thenRun(() -> RUNNING.remove(process));
      return new EnvoyProcess(name, process, log, adminFile);
    } catch (IOException e) {
      throw new EnvoyException("cannot start " + binary.path() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Waits until Envoy has its first configuration and takes requests ({@code /ready}).
   *
   * @return this
   * @throws EnvoyException with the end of its log, when it dies or the time is over
   */
  public EnvoyProcess awaitReady(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!ready()) {
      requireAlive();
      if (System.nanoTime() > deadline) {
        throw new EnvoyException(
            "Envoy " + name + " is not ready after " + atMost.toSeconds() + " s; " + lastWords());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return this;
  }

  /**
   * Refuses to wait for a process that is gone.
   *
   * @throws EnvoyException with the end of its log, when it has ended
   */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new EnvoyException(
          "Envoy " + name + " exited with " + process.exitValue() + "; " + lastWords());
    }
  }

  /**
   * What the admin interface answers to a GET.
   *
   * @throws EnvoyException when it does not answer
   */
  public String admin(String path) {
    try (Connection connection = Connection.open(adminAddress(), PATIENCE)) {
      return connection.exchange(Request.get(LOOPBACK, path)).body();
    } catch (IOException e) {
      throw new EnvoyException(
          "the admin interface of Envoy " + name + " does not answer: " + lastWords(), e);
    }
  }

  /** Where the admin interface is; known once Envoy is ready. */
  public InetSocketAddress adminAddress() throws IOException {
    String written = Files.readString(adminFile).strip();
    int colon = written.lastIndexOf(':');
    return new InetSocketAddress(
        InetAddress.ofLiteral(LOOPBACK), Integer.parseInt(written.substring(colon + 1)));
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The file with all that Envoy said. */
  public Path log() {
    return log;
  }

  private boolean ready() {
    if (!process.isAlive() || !Files.isRegularFile(adminFile)) {
      return false;
    }
    try (Connection connection = Connection.open(adminAddress(), PATIENCE)) {
      return connection.exchange(Request.get(LOOPBACK, "/ready")).status() == 200;
    } catch (IOException | NumberFormatException e) {
      return false; // The file is not whole yet, or nothing listens yet.
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return "the end of "
          + log
          + ":\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "its log " + log + " cannot be read";
    }
  }

  /** Ends the process: asks, waits a little, then kills. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly().onExit().join();
  }
}
