package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoints' own proxies make of a request: {@code mtls} (what the port asks for, {@code
 * NONE} without a proxy), {@code accepted} (whether the connection comes about), {@code
 * authorization} ({@code allow} or {@code deny}, null without a connection), {@code policy} and
 * {@code rule} that decided.
 */
final class InboundJson {
  private InboundJson() {}

  /** For all endpoints; null where nobody was asked, {@code mixed} where they differ. */
  static @Nullable ObjectNode of(Verdict verdict) {
    List<ObjectNode> all = verdict.arrivals().all().map(InboundJson::of).distinct().toList();
    return switch (all.size()) {
      case 0 -> null;
      case 1 -> all.getFirst();
      default -> Json.object().put("mixed", true);
    };
  }

  /** What a gateway's own policies refuse, and which of them; null where none does. */
  static @Nullable ObjectNode atGateway(Verdict verdict) {
    if (!(verdict.effect() instanceof Effect.Reject reject) || !reject.byPolicy()) {
      return null;
    }
    AccessPolicy policy = reject.policy();
    Origin origin = policy == null && reject.reason().equals("rbac") ? null : reject.origin();
    return Json.object()
        .put("authorization", "deny")
        .put("policy", origin == null ? null : origin.resource().qualifiedName())
        .put("rule", origin == null ? null : origin.field());
  }

  /** For each endpoint of a share, where they differ. */
  static @Nullable ArrayNode of(Verdict verdict, int share) {
    if (verdict.arrivals().all().map(InboundJson::of).distinct().count() < 2) {
      return null;
    }
    ArrayNode json = Json.array();
    for (Arrival arrival : verdict.arrivals().shares().get(share)) {
      ObjectNode endpoint = json.addObject().put("endpoint", arrival.endpoint().name());
      endpoint.setAll(of(arrival));
    }
    return json;
  }

  private static ObjectNode of(Arrival arrival) {
    Inbound inbound = arrival.inbound();
    AccessPolicy policy = arrival.policy();
    return Json.object()
        .put("mtls", inbound == null ? "NONE" : inbound.mode().name())
        .put("accepted", arrival.accepted())
        .put("authorization", authorization(arrival))
        .put("policy", policy == null ? null : policy.origin().resource().qualifiedName())
        .put("rule", policy == null ? null : policy.origin().field());
  }

  private static @Nullable String authorization(Arrival arrival) {
    if (!arrival.accepted()) {
      return null;
    }
    return arrival.outcome() instanceof Outcome.Refused ? "deny" : "allow";
  }
}
