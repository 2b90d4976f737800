package io.meshtwin.fidelity.check;

import io.meshtwin.fidelity.wire.Header;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.twin.routing.SessionPersistence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Shows a session (GEP-1619): clients without one are spread over all endpoints, and whoever sends
 * back what it was given stays where it was.
 */
record SessionProbe(Sender sender, SessionPersistence session) {
  /** Of two endpoints one would be missed once in 2^39 runs. */
  private static final int FRESH = 40;

  private static final int RETURNS = 10;

  List<String> differences(Decision decision) {
    var differences = new Differences();
    Map<String, Header> sessions = new TreeMap<>();
    for (int i = 0; i < FRESH; i++) {
      Observed observed = sender.send(decision, List.of());
      given(observed).ifPresent(header -> sessions.putIfAbsent(observed.outcome(), header));
      checkLifetime(observed, differences);
    }
    if (sessions.size() < 2) {
      differences.add("sessions: predicted with several endpoints, observed " + sessions.keySet());
    }
    sessions.forEach((endpoint, header) -> {
      for (int i = 0; i < RETURNS; i++) {
        String came = sender.send(decision, List.of(header)).outcome();
        if (!came.equals(endpoint)) {
          differences.add("session: predicted to stay with " + endpoint + ", observed " + came);
        }
      }
    });
    return List.copyOf(new ArrayList<>(differences.lines()).stream().distinct().toList());
  }

  /** The header that a client sends to go on with the session that an answer began. */
  private Optional<Header> given(Observed observed) {
    if (!(observed instanceof Observed.Answered answered)) {
      return Optional.empty();
    }
    var headers = answered.response().headers();
    return switch (session.carrier()) {
      case HEADER -> headers.first(session.name()).map(v -> new Header(session.name(), v));
      case COOKIE -> cookie(observed).map(c -> new Header("cookie", c.split(";", 2)[0]));
    };
  }

  private Optional<String> cookie(Observed observed) {
    return observed instanceof Observed.Answered answered
        ? answered
            .response()
            .headers()
            .first("set-cookie")
            .filter(cookie -> cookie.startsWith(session.name() + "="))
        : Optional.empty();
  }

  private void checkLifetime(Observed observed, Differences differences) {
    Duration lifetime = session.lifetime();
    if (session.carrier() == SessionPersistence.Carrier.COOKIE && lifetime != null) {
      String expected = "Max-Age=" + lifetime.toSeconds();
      if (cookie(observed).filter(cookie -> cookie.contains(expected)).isEmpty()) {
        differences.add("cookie: predicted " + expected + ", observed " + cookie(observed));
      }
    }
  }
}
