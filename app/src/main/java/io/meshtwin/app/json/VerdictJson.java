package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Target;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.trace.Hop;
import io.meshtwin.simulator.trace.Step;
import io.meshtwin.simulator.trace.Trace;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.ServicePort;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verdicts as the contract writes them: every field is there, null where it says nothing. */
public final class VerdictJson {
  private static final int DIGITS = 6;

  private VerdictJson() {}

  /** A verdict without id and trace. */
  public static ObjectNode of(Verdict verdict) {
    ObjectNode json = fields(verdict);
    json.set("hops", HopsJson.of(verdict));
    return json;
  }

  /** The net effect, or what one stop does. */
  static ObjectNode fields(Verdict verdict) {
    ObjectNode json = Json.object();
    json.put("verdict", verdict.kind().toString());
    json.set("backends", backends(verdict));
    json.set("request", request(verdict));
    json.set("response", headers(verdict.response()));
    json.set("mirrors", DeliveryJson.mirrors(verdict));
    json.set("timeouts", DeliveryJson.timeouts(verdict));
    json.set("retries", DeliveryJson.retries(verdict));
    json.set("fault", DeliveryJson.fault(verdict));
    json.put("status", verdict.status());
    json.put("location", verdict.location());
    json.put("reason", verdict.reason());
    json.put("flags", verdict.flags());
    Integer grpc = verdict.grpcStatus();
    if (grpc != null) {
      json.put("grpcStatus", grpc);
    }
    if (verdict.effect() instanceof Effect.Respond respond && respond.body() != null) {
      json.put("body", respond.body());
    }
    ArrayNode hash = DeliveryJson.hash(verdict);
    if (!hash.isEmpty()) {
      json.set("hash", hash);
    }
    ObjectNode session = DeliveryJson.session(verdict);
    if (session != null) {
      json.set("session", session);
    }
    ObjectNode connection = ConnectionJson.of(verdict.transport());
    if (connection != null) {
      json.set("connection", connection);
    }
    ObjectNode access = InboundJson.atGateway(verdict);
    if (access != null) {
      json.set("access", access);
    }
    json.set("inbound", InboundJson.of(verdict));
    return json;
  }

  /** The steps of all hops, in one list. */
  public static ArrayNode trace(Trace trace) {
    ArrayNode json = Json.array();
    for (Hop hop : trace.hops()) {
      for (Step step : hop.steps()) {
        ResourceKey resource = step.resource();
        json.addObject()
            .put("hop", hop.stop().toString())
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
    boolean answersDiffer = answering.stream().map(verdict::response).distinct().count() > 1;
    boolean different = answering.stream().map(verdict::received).distinct().count() > 1;
    for (int i = 0; i < verdict.shares().size(); i++) {
      Share share = verdict.shares().get(i);
      ObjectNode backend = json.addObject();
      Share.Failure failure = share.failure();
      if (failure != null) {
        failure(backend, verdict, failure);
        backend.put("weight", fraction(share.weight()));
        continue;
      }
      target(backend, share.target(), () -> backend.put("weight", fraction(share.weight())));
      if (share.service() == null || share.target().original()) {
        backend.put("originalDst", true);
      }
      ObjectNode tls = ConnectionJson.of(share.target());
      if (tls != null) {
        backend.set("tls", tls);
      }
      String version = share.target().version();
      if (version != null && verdict.effect() instanceof Effect.Forward f && f.http()) {
        backend.put("http", version);
      }
      ObjectNode policy = PolicyJson.of(share.target().policy());
      if (!policy.isEmpty()) {
        backend.set("policy", policy);
      }
      if (different) {
        backend.set("request", request(verdict.received(share)));
      }
      if (answersDiffer) {
        backend.set("response", headers(verdict.response(share)));
      }
      ArrayNode inbound = InboundJson.of(verdict, i);
      if (inbound != null) {
        backend.set("inbound", inbound);
      }
    }
    return json;
  }

  /** Who answers: the Service, how much of it, its endpoints and who owns them. */
  static void target(ObjectNode json, Target target, Runnable share) {
    ServicePort service = target.service();
    json.put("service", service == null ? null : service.display());
    json.put("port", target.port());
    json.put("subset", target.subset() == null ? null : target.subset().name());
    share.run();
    ArrayNode endpoints = json.putArray("endpoints");
    target.endpoints().stream().map(Endpoint::name).distinct().forEach(endpoints::add);
    ObjectNode workloads = json.putObject("workloads");
    target.workloads().forEach((owner, part) -> workloads.put(owner, fraction(part)));
  }

  /** To TCP a share that nobody answers has a reason, to HTTP a status. */
  private static void failure(ObjectNode backend, Verdict verdict, Share.Failure failure) {
    if (verdict.effect() instanceof Effect.Forward forward && forward.http()) {
      backend.put("status", failure.status());
      Integer grpc = verdict.grpcStatus(failure);
      if (grpc != null) {
        backend.put("grpcStatus", grpc);
      }
    } else {
      backend.put("reason", failure.reason());
    }
  }

  static @Nullable ObjectNode request(Verdict verdict) {
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

  static ObjectNode headers(HeaderChanges changes) {
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

  public static BigDecimal fraction(double value) {
    return BigDecimal.valueOf(value)
        .setScale(DIGITS, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .add(BigDecimal.ZERO);
  }
}
