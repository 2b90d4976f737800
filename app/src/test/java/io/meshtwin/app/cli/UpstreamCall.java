package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.json.RequestReader;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.access.Doorman;
import io.meshtwin.simulator.access.Shown;
import io.meshtwin.simulator.access.Wire;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.routing.Inbound;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A call of Istio's own simulation tests: which listener, filter chain, route and cluster istiod's
 * configuration leads it to.
 *
 * @param call what is sent
 * @param result where it comes to
 */
record UpstreamCall(JsonNode call, JsonNode result) {
  private static final Set<String> CLOSED =
      Set.of("no filter chains matched", "protocol error", "invalid mTLS");

  /** Where istiod's configuration leads it, in the words of {@link #found}. */
  String expected() {
    String error = result.path("error").asText();
    String cluster = result.path("cluster").asText();
    if (CLOSED.contains(error)) {
      return "closed";
    }
    return switch (error) {
      case "no listener matched" -> "no listener";
      case "no route matched", "no virtual host matched" -> "404";
      case "tls required, sending 301" -> "301";
      case "multiple filter chains matched" -> "unknown";
      default ->
          switch (cluster) {
            case "PassthroughCluster" -> "as dialed";
            case "BlackHoleCluster" -> "nowhere";
            case "" -> result.path("route").asText().equals("block_all") ? "502" : "answered";
            default -> isInbound() ? "taken" : cluster(cluster);
          };
    };
  }

  /** Bytes that a workload gets and cannot read: the mesh's TLS, which its proxy does not end. */
  boolean isPassedUnread() {
    return isInbound()
        && call.path("tls").asText().equals("mtls")
        && expected().equals("taken")
        && result.path("virtualHost").asText().isEmpty();
  }

  /** Bytes that are no HTTP and come to a workload's proxy that reads it. */
  boolean isNoHttp() {
    return isInbound() && result.path("error").asText().equals("protocol error");
  }

  boolean isInbound() {
    return call.path("mode").asText().equals("inbound");
  }

  private static String cluster(String name) {
    String[] parts = name.split("\\|", -1);
    return parts.length < 4
        ? name
        : parts[3].replace(".svc.cluster.local", "")
            + ":"
            + parts[1]
            + (parts[2].isEmpty() ? "" : " " + parts[2]);
  }

  /** Where the simulator says that it goes. */
  String found(Simulator simulator, ObjectNode from) {
    var reader = new RequestReader(simulator.mesh());
    Verdict verdict = simulator.verdict(Objects.requireNonNull(reader.read(request(from)).call()));
    if (verdict.kind() == Verdict.Kind.UNREACHABLE && "blackhole".equals(verdict.reason())) {
      return "nowhere";
    }
    return switch (verdict.effect()) {
      case Effect.Forward forward -> clusters(forward);
      case Effect.Redirect redirect -> String.valueOf(redirect.action().status());
      case Effect.Respond respond -> String.valueOf(respond.status());
      case Effect.Reject _ -> "closed";
      case Effect.Unreachable unreachable ->
          unreachable.reason().equals("no_listener") ? "no listener" : "nowhere";
      case Effect.Passthrough _ -> "as dialed";
      case Effect.Unknown unknown -> "unknown: " + unknown.caveats().getFirst().reason();
    };
  }

  /** A cluster that the proxy does not have is named in words. */
  private static String clusters(Effect.Forward forward) {
    var names = new TreeSet<String>();
    for (Share share : forward.shares()) {
      Share.Failure failure = share.failure();
      var service = share.service();
      if (service != null) {
        String host =
            service.service().kind().equals("Service")
                ? service.service().name()
                    + "."
                    + service.service().namespace()
                    + ".svc.cluster.local"
                : service.service().name();
        String subset = share.target().subset() == null ? "" : " " + share.target().subset().name();
        names.add(host + ":" + service.port() + subset);
      } else if (failure != null) {
        names.add(failure.words().replaceAll("^.*no cluster ", "").replace(", subset", ""));
      } else {
        names.add("as dialed");
      }
    }
    // The registry of these tests knows no domain.
    return String.join(" and ", names).replace(".svc.cluster.local", "");
  }

  private ObjectNode request(ObjectNode from) {
    String address = call.path("address").asText();
    int port = call.path("port").asInt();
    String host = call.path("host").asText().isEmpty() ? address : call.path("host").asText();
    String named = host.indexOf(':') < 0 ? host : "[" + host + "]";
    ObjectNode request = Json.object();
    if (from.has("gateway")) {
      from.put("port", port);
    } else {
      request.putObject("to").put("ip", address).put("port", port);
    }
    request.set("from", from);
    String path = call.path("path").asText("/");
    request.put("url", scheme() + "://" + named + ":" + port + path);
    if (scheme().startsWith("http")) {
      request.putObject("headers").put("host", named);
    }
    if (tls()) {
      request.put("sni", call.path("sni").asText());
    }
    return request;
  }

  private boolean tls() {
    return !call.path("tls").asText().equals("plaintext") || !call.path("sni").asText().isEmpty();
  }

  private String scheme() {
    boolean http = call.path("protocol").asText().startsWith("http");
    if (http) {
      return tls() ? "https" : "http";
    }
    return tls() ? "tls" : "tcp";
  }

  /** What a workload's own proxy makes of it. */
  String taken(Inbound inbound) {
    String alpn = call.path("alpn").asText();
    boolean http = call.path("protocol").asText().startsWith("http");
    boolean http2 = call.path("protocol").asText().equals("http2");
    Wire wire =
        switch (call.path("tls").asText()) {
          case "plaintext" -> Wire.plain(http, http2);
          case "mtls" -> new Wire(Wire.Kind.MESH, alpn.isEmpty() ? List.of() : List.of(alpn), "");
          default -> new Wire(Wire.Kind.CLIENT_TLS, alpn.isEmpty() ? List.of() : List.of(alpn), "");
        };
    var connection = new Shown.Connection(null, true, null, null, call.path("port").asInt(), "");
    var request = http ? new Shown.Http("GET", "host", "/", _ -> List.of()) : null;
    Outcome outcome = new Doorman().ask(inbound, wire, new Shown(connection, request, null), null);
    return switch (Objects.requireNonNull(outcome)) {
      case Outcome.Taken _ -> "taken";
      case Outcome.Refused _ -> "closed";
      case Outcome.Undecided undecided -> "unknown: " + undecided.caveats().getFirst().reason();
    };
  }
}
