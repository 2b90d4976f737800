package io.meshtwin.app.http;

import io.meshtwin.app.serve.ServeParts;
import io.meshtwin.app.serve.ServeSettings;
import io.meshtwin.app.serve.ServerAddress;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.ingest.log.StartProgress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A twin with its API: all of {@code meshtwin serve}. */
public final class RunningServer implements AutoCloseable {
  private final Serving serving;
  private final ApiServer api;
  private final @Nullable Path directory;

  private RunningServer(Serving serving, ApiServer api, @Nullable Path directory) {
    this.serving = serving;
    this.api = api;
    this.directory = directory;
  }

  /**
   * Starts everything and says in the data directory where the API is.
   *
   * @param parts what the twin thinks and reaches with
   * @throws io.meshtwin.ingest.log.LogException when the log cannot be opened or is another's
   * @throws AddressTakenException when the API's address cannot be listened on
   */
  public static RunningServer start(
      ServeSettings settings, ServeParts parts, StartProgress progress)
      throws InterruptedException {
    Serving serving = Serving.start(settings, parts, progress);
    boolean complete = false;
    try {
      ApiServer api = ApiServer.open(serving, settings.http());
      if (settings.directory() != null) {
        ServerAddress.write(settings.directory(), api.address());
      }
      complete = true;
      return new RunningServer(serving, api, settings.directory());
    } finally {
      if (!complete) {
        serving.close();
      }
    }
  }

  /** The API's address. */
  public URI api() {
    return api.address();
  }

  /** {@code host:port} for proxies. */
  public String xds() {
    return serving.settings().xds().getHostString() + ":" + serving.xdsPort();
  }

  /** {@code host:port} of the broker. */
  public String broker() {
    return serving.log().address();
  }

  /** The twin behind the API. */
  public Serving serving() {
    return serving;
  }

  /** Waits for SIGINT or SIGTERM; the process then has to close this, and the JVM waits for it. */
  public void awaitSignal() throws InterruptedException {
    var asked = new CountDownLatch(1);
    Thread waiting = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.countDown();
                  try {
                    waiting.join(CLOSING_MILLISECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "shutdown"));
    asked.await();
  }

  /** How long the JVM waits for an end in order. */
  private static final long CLOSING_MILLISECONDS = 20_000;

  @Override
  public void close() {
    if (directory != null) {
      ServerAddress.remove(directory);
    }
    api.close();
    serving.close();
  }
}
