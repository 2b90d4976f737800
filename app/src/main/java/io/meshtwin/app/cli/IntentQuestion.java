package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.history.FlowQuestion;
import io.meshtwin.app.json.Asked;
import io.meshtwin.app.json.RequestReader;
import io.meshtwin.app.json.Url;
import io.meshtwin.simulator.flow.Authority;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.history.Flow;
import io.meshtwin.simulator.history.Judged;
import io.meshtwin.simulator.intent.Judgement;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts intents and requests to images of a mesh's past, in some of which their client is absent.
 */
record IntentQuestion(Function<MeshImage, ResolvedMesh> resolving) {

  FlowQuestion of(IntentReader.Intent intent) {
    return new FlowQuestion(flow(intent.request()), image -> judged(intent, image));
  }

  private Judged judged(IntentReader.Intent intent, MeshImage image) {
    var simulator = new Simulator(resolving.apply(image));
    Asked asked;
    try {
      asked = new RequestReader(simulator.mesh()).read(intent.request());
    } catch (IllegalArgumentException e) {
      return new Judged(new Judgement.Unknown(String.valueOf(e.getMessage())), null);
    }
    Call call = asked.call();
    if (call == null) {
      return new Judged(new Judgement.Unknown(String.valueOf(asked.notModelled())), null);
    }
    Verdict verdict = simulator.verdict(call);
    return new Judged(intent.expected().judge(verdict), verdict);
  }

  /** What becomes of a request; null where the image has no such client. */
  @Nullable Decision decision(ObjectNode request, MeshImage image) {
    var simulator = new Simulator(resolving.apply(image));
    try {
      Call call = new RequestReader(simulator.mesh()).read(request).call();
      return call == null ? null : simulator.decide(call);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Why an image cannot be asked, in words. */
  String refusal(ObjectNode request, MeshImage image) {
    try {
      return String.valueOf(new RequestReader(resolving.apply(image)).read(request).notModelled());
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** What of a request is known before any image is. */
  static Flow flow(ObjectNode request) {
    JsonNode from = request.path("from");
    String cluster = from.path("cluster").asText(ResourceKey.LOCAL);
    return new Flow(cluster, client(from), from.path("gateway").asText(null), hosts(request));
  }

  private static @Nullable String client(JsonNode from) {
    if (from.path("namespace").isTextual()) {
      return from.path("namespace").asText() + "/";
    }
    String name = from.path("workload").asText(null);
    return name == null || name.contains("/") ? name : "default/" + name;
  }

  /** What is dialed, and what a proxy may go by instead; a workload may have any address. */
  private static Set<String> hosts(ObjectNode request) {
    var hosts = new HashSet<String>();
    JsonNode to = request.path("to");
    if (to.path("service").isTextual()) {
      String[] name = to.path("service").asText().split("/", 2);
      hosts.add(name[name.length - 1] + (name.length == 2 ? "." + name[0] : ""));
    }
    if (to.path("workload").isTextual() || to.path("ip").isTextual()) {
      hosts.add("0.0.0.0");
    }
    request.path("headers").properties().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("host"))
        .map(header -> Authority.withoutPort(header.getValue().asText()))
        .forEach(hosts::add);
    if (request.path("sni").isTextual()) {
      hosts.add(request.path("sni").asText());
    }
    try {
      hosts.add(Url.parse(request.path("url").asText()).host());
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
    return hosts;
  }
}
