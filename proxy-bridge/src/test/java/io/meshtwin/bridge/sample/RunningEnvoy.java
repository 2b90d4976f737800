package io.meshtwin.bridge.sample;

import io.meshtwin.bridge.Bootstrap;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.testkit.parts.Loopback;
import io.meshtwin.testkit.parts.PartProcess;
import io.meshtwin.testkit.parts.Signals;
import io.meshtwin.testkit.parts.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A real Envoy with our bootstrap. */
public final class RunningEnvoy implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final TemporaryDirectory directory;
  private final PartProcess process;
  private final int adminPort;

  private RunningEnvoy(TemporaryDirectory directory, PartProcess process, int adminPort) {
    this.directory = directory;
    this.process = process;
    this.adminPort = adminPort;
  }

  public static RunningEnvoy start(EnvoyBinary binary, ProxyId proxy, int xdsPort, boolean delta) {
    return start(binary, proxy, xdsPort, delta, bootstrap -> bootstrap);
  }

  /** The same with another bootstrap than ours. */
  public static RunningEnvoy start(
      EnvoyBinary binary,
      ProxyId proxy,
      int xdsPort,
      boolean delta,
      UnaryOperator<String> bootstrap) {
    int admin = Loopback.freePort();
    TemporaryDirectory directory = TemporaryDirectory.create("envoy");
    Path file = directory.path().resolve("bootstrap.json");
    String json =
        bootstrap.apply(new Bootstrap(proxy, Loopback.ADDRESS, xdsPort, admin, delta).json());
    try {
      Files.writeString(file, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PartProcess process =
        PartProcess.start(
            "envoy " + proxy,
            List.of(
                binary.path().toString(),
                "-c",
                file.toString(),
                "--concurrency",
                "2",
                "--disable-hot-restart",
                "-l",
                "warn"),
            directory.path().resolve("log"));
    return new RunningEnvoy(directory, process, admin);
  }

  public String log() {
    return process.lastOutput();
  }

  /** Stops the process from running, as a machine under load would (SIGSTOP). */
  public void pause() {
    Signals.send("STOP", process.pid());
  }

  /** Lets it run again. */
  public void resume() {
    Signals.send("CONT", process.pid());
  }

  /** A page of Envoy's admin, such as {@code config_dump}. */
  public String admin(String page) {
    return get(adminPort, "/" + page).body();
  }

  public static HttpResponse<String> get(int port, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(10));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.kill();
    directory.close();
  }
}
