package io.meshtwin.bridge.server;

import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one stream: the first request identifies the proxy, each further one is taken in
 * order, and whatever ends the stream closes its session.
 *
 * @param <Q> the request
 */
abstract class AdsStream<Q> implements StreamObserver<Q> {
  private static final Logger LOG = LoggerFactory.getLogger(AdsStream.class);

  private final Sessions sessions;
  private final StreamObserver<?> out;
  private @Nullable Session session;
  private boolean ended;

  AdsStream(Sessions sessions, StreamObserver<?> out) {
    this.sessions = sessions;
    this.out = out;
  }

  /** Opens the session from the stream's first request. */
  abstract Session admit(Sessions all, Q first);

  abstract void take(Session with, Q request);

  Recall recall() {
    return sessions.recall();
  }

  @Override
  public final void onNext(Q request) {
    if (ended) {
      return;
    }
    try {
      Session current = session;
      if (current == null) {
        current = admit(sessions, request);
        session = current;
      }
      take(current, request);
    } catch (RuntimeException e) {
      end();
      out.onError(e);
    }
  }

  @Override
  public final void onError(Throwable cause) {
    LOG.debug("an xDS stream ended", cause);
    end();
  }

  @Override
  public final void onCompleted() {
    boolean first = !ended;
    end();
    if (first) {
      out.onCompleted();
    }
  }

  private void end() {
    ended = true;
    if (session != null) {
      sessions.close(session);
    }
  }
}
