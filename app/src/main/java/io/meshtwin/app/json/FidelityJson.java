package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.fidelity.check.Disagreement;
import io.meshtwin.fidelity.check.FidelityReport;
import io.meshtwin.fidelity.check.Observed;
import io.meshtwin.fidelity.check.Split;
import io.meshtwin.fidelity.echo.Echo;

/** A report as the contract on {@code fidelity} writes it. */
public final class FidelityJson {
  private FidelityJson() {}

  public static ObjectNode of(FidelityReport report) {
    ObjectNode json = Json.object().put("checked", report.checked()).put("agreed", report.agreed());
    ArrayNode disagreements = json.putArray("disagreements");
    report.disagreements().forEach(d -> disagreements.add(of(d)));
    json.put("unknown", report.unknown());
    ArrayNode setAside = json.putArray("setAside");
    report
        .setAside()
        .forEach(one -> setAside.addObject().put("id", one.of().id()).put("reason", one.why()));
    ObjectNode unchecked = json.putObject("unchecked");
    report.unchecked().forEach(unchecked::put);
    ObjectNode probes = json.putObject("probes");
    report.probes().forEach(probes::put);
    ArrayNode splits = json.putArray("splits");
    report.splits().forEach(split -> splits.add(of(split)));
    return json.put("requests", report.requests()).put("complete", report.complete());
  }

  private static ObjectNode of(Disagreement disagreement) {
    ObjectNode json = Json.object();
    json.set("request", CallJson.of(disagreement.of().id(), disagreement.of().call()));
    json.set("predicted", VerdictJson.of(disagreement.predicted().verdict()));
    json.set("observed", of(disagreement.observed()));
    disagreement.differences().forEach(json.putArray("differences")::add);
    return json;
  }

  private static ObjectNode of(Observed observed) {
    ObjectNode json = Json.object();
    switch (observed) {
      case Observed.Broken broken -> json.put("error", broken.why());
      case Observed.Answered answered -> {
        json.put("status", answered.response().status());
        ObjectNode headers = json.putObject("headers");
        answered
            .response()
            .headers()
            .byName()
            .forEach((name, values) -> headers.put(name, String.join(",", values)));
        answered.echo().ifPresent(echo -> json.set("backend", of(echo)));
      }
    }
    return json;
  }

  private static ObjectNode of(Echo echo) {
    ObjectNode json =
        Json.object()
            .put("endpoint", echo.workload())
            .put("port", echo.port())
            .put("method", echo.method())
            .put("host", echo.host())
            .put("path", echo.path());
    ObjectNode headers = json.putObject("headers");
    echo.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
    return json;
  }

  private static ObjectNode of(Split split) {
    ObjectNode json = Json.object().put("rule", split.rule()).put("requests", split.requests());
    ObjectNode predicted = json.putObject("predicted");
    split
        .predicted()
        .forEach((outcome, share) -> predicted.put(outcome, VerdictJson.fraction(share)));
    ObjectNode observed = json.putObject("observed");
    split
        .observed()
        .forEach((outcome, count) ->
            observed.put(outcome, VerdictJson.fraction((double) count / split.requests())));
    return json;
  }
}
