package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.routing.Fault;
import io.meshtwin.twin.routing.HashKey;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.SessionPersistence;
import io.meshtwin.twin.routing.Timeouts;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a request is sent on, as the contract writes it. */
public final class DeliveryJson {
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

  /** What is done on purpose, with the fraction of the requests; null for nothing. */
  static @Nullable ObjectNode fault(Verdict verdict) {
    Fault fault = handling(verdict).fault();
    if (fault == null) {
      return null;
    }
    ObjectNode json = Json.object();
    Fault.Delay delay = fault.delay();
    if (delay != null) {
      json.put("delay", text(delay.duration()));
      json.put("delayFraction", VerdictJson.fraction(delay.fraction()));
    }
    Fault.Abort abort = fault.abort();
    if (abort != null) {
      json.put("abortStatus", abort.status());
      json.put("abortGrpcStatus", abort.grpcStatus());
      json.put("abortFraction", VerdictJson.fraction(abort.fraction()));
    }
    return json;
  }

  /** What an endpoint is chosen by: {@code header:x}, {@code cookie:x}, {@code sourceIp}. */
  static ArrayNode hash(Verdict verdict) {
    ArrayNode json = Json.array();
    for (HashKey key : handling(verdict).hash()) {
      json.add(
          switch (key) {
            case HashKey.Header header -> "header:" + header.name();
            case HashKey.Query query -> "query:" + query.name();
            case HashKey.Cookie cookie -> "cookie:" + cookie.name();
            case HashKey.SourceAddress _ -> "sourceIp";
          });
    }
    return json;
  }

  /** What shows in no line for people: keys of hashes, and the least time between two tries. */
  public static ObjectNode tuning(Verdict verdict) {
    ObjectNode json = Json.object();
    ArrayNode hash = hash(verdict);
    if (!hash.isEmpty()) {
      json.set("hash", hash);
    }
    Retries retries = handling(verdict).retries();
    if (retries != null && retries.backoff() != null) {
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
