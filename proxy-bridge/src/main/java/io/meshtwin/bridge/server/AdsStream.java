package io.meshtwin.bridge.server;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.stub.StreamObserver;
import io.meshtwin.bridge.cache.ResourceType;
import java.util.Optional;
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

  abstract Wire wire();

  /** Who asks; told in the first request only. */
  abstract Node node(Q first);

  abstract String typeUrl(Q request);

  abstract void take(Session with, ResourceType type, Q request);

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
        current = sessions.admit(node(request), wire());
        session = current;
      }
      // To a type that we do not serve there is nothing to answer.
      Optional<ResourceType> type = ResourceType.of(typeUrl(request));
      if (type.isPresent()) {
        take(current, type.get(), request);
      }
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
