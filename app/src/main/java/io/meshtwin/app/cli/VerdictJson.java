package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.trace.Hop;
import io.meshtwin.simulator.trace.Step;
import io.meshtwin.simulator.trace.Trace;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Timeouts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Verdicts as the contract writes them: every field is there, null where it says nothing. */
public final class VerdictJson {
  private static final int DIGITS = 6;

  private VerdictJson() {}

  /** A verdict without id and trace. */
  public static ObjectNode of(Verdict verdict) {
    ObjectNode json = Json.object();
    json.put("verdict", verdict.kind().toString());
    json.set("backends", backends(verdict));
    json.set("request", request(verdict));
    json.set("response", response(verdict));
    json.set("mirrors", Json.array());
    json.set("timeouts", timeouts(verdict));
    json.putNull("retries");
    json.putNull("fault");
    json.put("status", verdict.status());
    json.put("location", verdict.location());
    json.put("reason", verdict.reason());
    json.put("flags", verdict.flags());
    Integer grpc = verdict.request().isGrpc() ? grpcStatus(verdict.status()) : null;
    if (grpc != null) {
      json.put("grpcStatus", grpc);
    }
    json.putNull("inbound");
    return json;
  }

  /** The steps of all hops, in one list. */
  public static ArrayNode trace(Trace trace) {
    ArrayNode json = Json.array();
    for (Hop hop : trace.hops()) {
      for (Step step : hop.steps()) {
        ResourceKey resource = step.resource();
        json.addObject()
            .put("hop", hop.name())
            .put("step", step.kind().toString())
            .put("decision", step.decision())
            .put("resource", resource == null ? null : resource.toString())
            .put("field", resource == null ? null : step.field())
            .put("source", step.source());
      }
    }
    return json;
  }

  private static ArrayNode backends(Verdict verdict) {
    ArrayNode json = Json.array();
    List<Share> answering = verdict.shares().stream().filter(s -> s.failure() == null).toList();
    boolean different = answering.stream().map(verdict::received).distinct().count() > 1;
    for (Share share : verdict.shares()) {
      ObjectNode backend = json.addObject();
      Share.Failure failure = share.failure();
      if (failure != null) {
        failure(backend, verdict, failure);
        backend.put("weight", fraction(share.weight()));
        continue;
      }
      backend.put("service", share.service() == null ? null : name(share));
      backend.put("port", share.port());
      backend.putNull("subset");
      backend.put("weight", fraction(share.weight()));
      ArrayNode endpoints = backend.putArray("endpoints");
      share.endpoints().stream().map(Endpoint::name).distinct().forEach(endpoints::add);
      ObjectNode workloads = backend.putObject("workloads");
      share.workloads().forEach((owner, part) -> workloads.put(owner, fraction(part)));
      if (share.service() == null) {
        backend.put("originalDst", true);
      }
      if (different) {
        backend.set("request", request(verdict.received(share)));
      }
      if (different && Verdict.changesResponse(share)) {
        backend.set("response", headers(share.changes().response()));
      }
    }
    return json;
  }

  /** To TCP a share that nobody answers has a reason, to HTTP a status. */
  private static void failure(ObjectNode backend, Verdict verdict, Share.Failure failure) {
    if (verdict.effect() instanceof Effect.Forward forward && forward.http()) {
      backend.put("status", failure.status());
      Integer grpc = verdict.request().isGrpc() ? grpcStatus(failure.status()) : null;
      if (grpc != null) {
        backend.put("grpcStatus", grpc);
      }
    } else {
      backend.put("reason", failure.reason());
    }
  }

  private static String name(Share share) {
    return Objects.requireNonNull(share.service()).service().qualifiedName();
  }

  private static @Nullable ObjectNode request(Verdict verdict) {
    return verdict.shares().stream()
        .filter(share -> share.failure() == null)
        .findFirst()
        .map(verdict::received)
        .map(VerdictJson::request)
        .orElse(null);
  }

  static ObjectNode request(Request request) {
    ObjectNode json = Json.object();
    json.put("method", request.method());
    json.put("scheme", request.scheme().equals("grpc") ? "http" : request.scheme());
    json.put("host", request.authority());
    json.put("path", request.target());
    json.set("headers", headers(request.headers()));
    return json;
  }

  static ObjectNode headers(Headers headers) {
    ObjectNode json = Json.object();
    headers
        .values()
        .forEach((name, values) -> {
          if (values.size() == 1) {
            json.put(name, values.getFirst());
          } else {
            values.forEach(json.putArray(name)::add);
          }
        });
    return json;
  }

  private static ObjectNode response(Verdict verdict) {
    List<HeaderChanges> changes =
        verdict.shares().stream()
            .filter(share -> share.failure() == null)
            .map(share -> share.changes().response())
            .distinct()
            .toList();
    return headers(changes.size() == 1 ? changes.getFirst() : HeaderChanges.NONE);
  }

  private static ObjectNode headers(HeaderChanges changes) {
    ObjectNode json = Json.object();
    json.set("set", texts(changes.set()));
    json.set("add", texts(changes.add()));
    ArrayNode remove = json.putArray("remove");
    changes.remove().forEach(remove::add);
    return json;
  }

  private static JsonNode texts(Map<String, String> texts) {
    ObjectNode json = Json.object();
    texts.forEach(json::put);
    return json;
  }

  private static ObjectNode timeouts(Verdict verdict) {
    Timeouts timeouts =
        verdict.effect() instanceof Effect.Forward forward ? forward.timeouts() : Timeouts.NONE;
    return Json.object()
        .put("request", text(timeouts.request()))
        .put("backendRequest", text(timeouts.backendRequest()));
  }

  private static @Nullable String text(@Nullable Duration duration) {
    return duration == null ? null : GoDuration.of(duration);
  }

  static BigDecimal fraction(double value) {
    return BigDecimal.valueOf(value)
        .setScale(DIGITS, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .add(BigDecimal.ZERO);
  }

  /** The gRPC status of Envoy's own answers, by HTTP status. */
  private static @Nullable Integer grpcStatus(@Nullable Integer status) {
    return switch (status) {
      case null -> null;
      case 400 -> 13;
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 12;
      case 429, 502, 503, 504 -> 14;
      default -> status >= 400 ? 2 : null;
    };
  }
}
