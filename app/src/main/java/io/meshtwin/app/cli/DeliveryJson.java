package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.SessionPersistence;
import io.meshtwin.twin.routing.Timeouts;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a request is sent on, as the contract writes it. */
final class DeliveryJson {
  /** Not told: the statuses that it needs are. */
  private static final String BY_STATUS = "retriable-status-codes";

  private DeliveryJson() {}

  static ArrayNode mirrors(Verdict verdict) {
    ArrayNode json = Json.array();
    for (Copy copy : verdict.copies()) {
      ObjectNode mirror = json.addObject();
      VerdictJson.target(
          mirror,
          copy.target(),
          () -> mirror.put("fraction", VerdictJson.fraction(copy.fraction())));
    }
    return json;
  }

  static ObjectNode timeouts(Verdict verdict) {
    Timeouts timeouts = handling(verdict).timeouts();
    return Json.object()
        .put("request", text(timeouts.request()))
        .put("backendRequest", text(timeouts.backendRequest()));
  }

  static @Nullable ObjectNode retries(Verdict verdict) {
    Retries retries = handling(verdict).retries();
    if (retries == null) {
      return null;
    }
    ObjectNode json = Json.object().put("attempts", retries.attempts());
    ArrayNode on = json.putArray("on");
    retries.on().stream().filter(condition -> !condition.equals(BY_STATUS)).forEach(on::add);
    retries.statuses().stream().map(String::valueOf).forEach(on::add);
    if (retries.backoff() != null) {
      json.put("backoff", text(retries.backoff()));
    }
    return json;
  }

  static @Nullable ObjectNode session(Verdict verdict) {
    SessionPersistence session = handling(verdict).session();
    return session == null
        ? null
        : Json.object()
            .put("by", session.carrier().name().toLowerCase(Locale.ROOT))
            .put("name", session.name())
            .put("lifetime", text(session.lifetime()));
  }

  private static Effect.Handling handling(Verdict verdict) {
    return verdict.effect() instanceof Effect.Forward forward
        ? forward.handling()
        : Effect.Handling.PLAIN;
  }

  private static @Nullable String text(@Nullable Duration duration) {
    return duration == null ? null : GoDuration.of(duration);
  }
}
