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
  private final @Nullable AuditServer audit;
  private final @Nullable Path directory;

  private RunningServer(
      Serving serving, ApiServer api, @Nullable AuditServer audit, @Nullable Path directory) {
    this.serving = serving;
    this.api = api;
    this.audit = audit;
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
    return start(settings, null, parts, progress);
  }

  /**
   * The same, with a listener of its own for the API server's audit webhook.
   *
   * @param audited where, null for the API's own address only
   */
  public static RunningServer start(
      ServeSettings settings,
      @Nullable AuditSettings audited,
      ServeParts parts,
      StartProgress progress)
      throws InterruptedException {
    Serving serving = Serving.start(settings, parts, progress);
    boolean complete = false;
    ApiServer api = null;
    try {
      api = ApiServer.open(serving, settings.http());
      AuditServer audit = audited == null ? null : AuditServer.open(serving, audited);
      if (settings.directory() != null) {
        ServerAddress.write(settings.directory(), api.address());
      }
      complete = true;
      return new RunningServer(serving, api, audit, settings.directory());
    } finally {
      if (!complete) {
        if (api != null) {
          api.close();
        }
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

  /** The port of the audit webhook's own listener, 0 where there is none. */
  public int auditPort() {
    return audit == null ? 0 : audit.port();
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
    if (audit != null) {
      audit.close();
    }
    api.close();
    serving.close();
  }
}
