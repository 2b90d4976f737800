package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome.Refused;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Stop;
import io.meshtwin.simulator.flow.Target;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.HeaderChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stops of a request, each with the fields of a verdict and {@code hop}, its name. What a stop
 * receives is what the one before sends on; the verdict itself is the net effect.
 */
final class HopsJson {
  private HopsJson() {}

  static ArrayNode of(Verdict verdict) {
    ArrayNode hops = Json.array();
    hops.addObject()
        .put("hop", verdict.first().toString())
        .setAll(VerdictJson.fields(verdict.sentOn()));
    if (verdict.arrivals().asked()) {
      hops.add(server(verdict));
    }
    return hops;
  }

  /** The endpoints' own proxies: they hand on what they let in, and change nothing of it. */
  private static ObjectNode server(Verdict verdict) {
    boolean rejected = verdict.kind() == Verdict.Kind.REJECTED;
    ObjectNode json = Json.object();
    json.put("hop", Stop.SERVER_SIDECAR.toString());
    json.put("verdict", (rejected ? Verdict.Kind.REJECTED : Verdict.Kind.FORWARDED).toString());
    json.set("backends", backends(verdict));
    json.set("request", VerdictJson.request(verdict));
    json.set("response", VerdictJson.headers(HeaderChanges.NONE));
    json.putArray("mirrors");
    json.set("timeouts", Json.object().putNull("request").putNull("backendRequest"));
    json.putNull("retries").putNull("fault");
    json.put("status", verdict.status()).putNull("location");
    json.put("reason", rejected ? verdict.reason() : null);
    json.putNull("flags");
    json.set("inbound", InboundJson.of(verdict));
    return json;
  }

  /** For each share who takes its part of it, then who refuses it, and how. */
  private static ArrayNode backends(Verdict verdict) {
    ArrayNode json = Json.array();
    for (int i = 0; i < verdict.shares().size(); i++) {
      Share share = verdict.shares().get(i);
      Map<Refusal, List<Endpoint>> alike = new LinkedHashMap<>();
      verdict
          .arrivals()
          .shares()
          .get(i)
          .forEach(arrival ->
              alike
                  .computeIfAbsent(Refusal.of(verdict, arrival), _ -> new ArrayList<>())
                  .add(arrival.endpoint()));
      alike.forEach((refusal, endpoints) -> {
        double part = share.weight() * weight(endpoints) / weight(share.endpoints());
        backend(json.addObject(), share.target().only(endpoints), refusal, part);
      });
    }
    return json;
  }

  private static void backend(ObjectNode json, Target target, Refusal refusal, double part) {
    if (refusal.reason() == null) {
      VerdictJson.target(json, target, () -> json.put("weight", VerdictJson.fraction(part)));
      return;
    }
    if (refusal.status() != null) {
      json.put("status", refusal.status());
    }
    json.put("reason", refusal.reason()).put("weight", VerdictJson.fraction(part));
    target.endpoints().stream()
        .map(Endpoint::name)
        .distinct()
        .forEach(json.putArray("endpoints")::add);
  }

  /**
   * How an endpoint does not take a request.
   *
   * @param status what an HTTP client is answered, null where the connection fails
   * @param reason null for an endpoint that takes it
   */
  private record Refusal(@Nullable Integer status, @Nullable String reason) {
    static Refusal of(Verdict verdict, Arrival arrival) {
      if (!(arrival.outcome() instanceof Refused refused)) {
        return new Refusal(null, null);
      }
      boolean http = verdict.effect() instanceof Effect.Forward forward && forward.http();
      return new Refusal(http ? refused.status() : null, refused.reason());
    }
  }

  private static double weight(List<Endpoint> endpoints) {
    return Endpoint.weight(endpoints);
  }
}
