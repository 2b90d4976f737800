package io.meshtwin.app.http;

import io.meshtwin.app.serve.ServeParts;
import io.meshtwin.app.serve.ServeSettings;
import io.meshtwin.app.serve.ServerAddress;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.app.serve.Termination;
import io.meshtwin.ingest.log.StartProgress;
import java.net.URI;
import java.nio.file.Path;
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

  /** Waits for SIGINT or SIGTERM; the caller then closes this, and the JVM waits for it. */
  public void awaitSignal() throws InterruptedException {
    Termination.await();
  }

  @Override
  public void close() {
    if (directory != null) {
      ServerAddress.remove(directory);
    }
    api.close();
    serving.close();
  }
}
