package io.meshtwin.ingest.source;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a watch says, in a queue. Nothing is done with it here: the client swallows what a handler
 * throws and goes on, and the thread is the one that reads from the network.
 */
final class KindWatch implements Watcher<GenericKubernetesResource> {
  /** Something that a watch said. */
  sealed interface Signal {}

  /** An object changed, or a bookmark said how far the watch has come. */
  record Changed(Action action, GenericKubernetesResource object) implements Signal {}

  /** Why a watch ended. */
  enum End {
    /** The connection ended: a watch can go on from where this one came to. */
    CONNECTION,
    /** The API server closed a watch at once and without a word: perhaps it means {@link #GONE}. */
    SILENT,
    /** The API server has forgotten the resourceVersion (410). */
    GONE,
    /** The credentials do not allow it (403). */
    FORBIDDEN,
    /** The kind is no longer served under this version (404). */
    NOT_FOUND
  }

  /** The watch ended. */
  record Closed(End end) implements Signal {}

  /**
   * The client's own words where it takes a silent close for 410, which a cut connection looks like
   * too; the API server's begin otherwise ("too old resource version").
   */
  private static final String GUESSED = "resourceVersion too old";

  /** A watch that was not refused within this is connected. */
  private static final Duration CONNECTED_AFTER = Duration.ofMillis(500);

  private static final int BATCH = 500;

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

  /**
   * Waits for what the watch says next; empty when a watch that is not known to be connected said
   * nothing for a while. The client hands a watch out before it is connected, and tells only of the
   * end.
   */
  List<Signal> next(boolean connected) throws InterruptedException {
    var batch = new ArrayList<Signal>();
    Signal first =
        connected
            ? signals.take()
            : signals.poll(CONNECTED_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      batch.add(first);
      signals.drainTo(batch, BATCH);
    }
    return batch;
  }

  @Override
  public void eventReceived(Action action, GenericKubernetesResource object) {
    signals.add(action == Action.ERROR ? new Closed(End.CONNECTION) : new Changed(action, object));
  }

  @Override
  public void onClose() {
    signals.add(new Closed(End.CONNECTION));
  }

  @Override
  public void onClose(WatcherException cause) {
    signals.add(new Closed(end(cause)));
  }

  private static End end(WatcherException cause) {
    int code = cause.asClientException().getCode();
    if (cause.isHttpGone() || code == HttpURLConnection.HTTP_GONE) {
      return GUESSED.equals(cause.getMessage()) ? End.SILENT : End.GONE;
    }
    return switch (code) {
      case HttpURLConnection.HTTP_FORBIDDEN -> End.FORBIDDEN;
      case HttpURLConnection.HTTP_NOT_FOUND -> End.NOT_FOUND;
      default -> End.CONNECTION;
    };
  }
}
