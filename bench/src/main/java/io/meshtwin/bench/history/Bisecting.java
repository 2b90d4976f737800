package io.meshtwin.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.history.FlowHistory;
import io.meshtwin.app.history.FlowQuestion;
import io.meshtwin.app.history.View;
import io.meshtwin.app.json.RequestReader;
import io.meshtwin.app.json.VerdictJson;
import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.history.Flow;
import io.meshtwin.simulator.history.Judged;
import io.meshtwin.simulator.intent.Judgement;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Asks which event sent a flow elsewhere, over all of the log: for routes that were edited about a
 * hundred times each, from a Pod in their namespace to the Service that they are attached to.
 */
final class Bisecting {
  private static final int QUESTIONS = 3;

  private final EventLog log;
  private final Report report;

  Bisecting(EventLog log, Report report) {
    this.log = log;
    this.report = report;
  }

  /**
   * Runs it.
   *
   * @param from the offset behind the mesh's first listing
   */
  void run(long from) {
    try (History history = History.open(log, CheckpointPolicy.STANDARD);
        Stage stage = Progress.silent().stage("bisecting")) {
      var span = new Span(from, log.head());
      MeshImage good = history.imageBefore(span.from()).approved();
      MeshImage bad = history.imageBefore(span.end()).approved();
      var past = new FlowHistory(history, View.APPROVED, stage);
      for (FlowQuestion question : questions(good, bad)) {
        var found = new ArrayList<FlowHistory.Found>();
        Cost cost = Cost.of(() -> found.add(past.bisect(span, question)));
        FlowHistory.Found answer = found.getFirst();
        report.say(
            "bisect over all of the log",
            "%s; %,d events could matter, %d turns"
                .formatted(cost.millis(), answer.considered(), answer.bisection().turns().size()));
      }
    }
  }

  private static List<FlowQuestion> questions(MeshImage good, MeshImage bad) {
    var questions = new ArrayList<FlowQuestion>();
    for (HttpRoute route : good.all(HttpRoute.class).toList()) {
      ResourceKey service = route.parents().getFirst().parent();
      if (questions.size() == QUESTIONS || !service.kind().equals("Service")) {
        continue;
      }
      FlowQuestion question = question(good, service);
      if (!question.answer().apply(bad).holds()) {
        questions.add(question);
      }
    }
    return questions;
  }

  /** Whether a call goes where it went at first. */
  private static FlowQuestion question(MeshImage good, ResourceKey service) {
    String client =
        good.in(new ResourceKey(service.cluster(), "", "Pod", service.namespace(), ""), Pod.class)
            .map(pod -> pod.key().qualifiedName())
            .findFirst()
            .orElseThrow();
    String host = service.name() + "." + service.namespace();
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("url", "http://" + host + "/");
    // The Pod may be replaced; its namespace stays.
    request.putObject("from").put("namespace", service.namespace()).putObject("labels");
    var first = backends(good, request);
    return new FlowQuestion(
        new Flow(service.cluster(), client, null, Set.of(host)),
        image -> {
          var now = backends(image, request);
          return new Judged(
              now.equals(first) ? new Judgement.Holds() : new Judgement.Broken("it goes to " + now),
              null);
        });
  }

  private static JsonNode backends(MeshImage image, ObjectNode request) {
    var simulator = new Simulator(ResolvedMesh.of(image, Dialect.SPEC));
    var call = new RequestReader(simulator.mesh()).read(request).call();
    ObjectNode verdict = VerdictJson.of(simulator.verdict(Objects.requireNonNull(call)));
    var told = JsonNodeFactory.instance.objectNode();
    told.set("verdict", verdict.path("verdict"));
    for (JsonNode backend : verdict.path("backends")) {
      told.set(
          backend.path("service").asText() + backend.path("status").asText(),
          backend.path("weight"));
    }
    return told;
  }
}
