package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.diff.BlastRadius;
import io.meshtwin.simulator.diff.ClientGroup;
import io.meshtwin.simulator.diff.Destination;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.twin.image.MeshImage;

/** A preview as the contract writes it. */
public final class PreviewJson {
  private PreviewJson() {}

  /**
   * The document.
   *
   * @param radius how far the change reaches
   * @param source the base as the user named it
   * @param base the image before the change
   */
  public static ObjectNode of(Preview preview, BlastRadius radius, String source, MeshImage base) {
    ObjectNode json = Json.object();
    json.put("apiVersion", "meshtwin.io/v1").put("kind", "Preview");
    json.putObject("base").put("source", source).put("digest", base.digest().toString());
    ArrayNode resources = json.putObject("change").putArray("resources");
    preview
        .resources()
        .forEach(touched ->
            resources
                .addObject()
                .put("op", touched.operation().toString())
                .put("resource", touched.resource().toString()));
    json.put("digest", preview.digest());
    json.putObject("summary")
        .put("classes", preview.classes())
        .put("changed", preview.changed())
        .put("equal", preview.equal())
        .put("unknown", preview.unknown())
        .put("severity", preview.severity().map(Object::toString).orElse(null));
    json.set("blastRadius", BlastRadiusWords.json(radius));
    ArrayNode differences = json.putArray("differences");
    preview.differences().forEach(difference -> differences.add(difference(difference)));
    ObjectNode findings = json.putObject("findings");
    findings.set("introduced", FindingsJson.of(preview.findings().introduced()));
    findings.set("fixed", FindingsJson.of(preview.findings().fixed()));
    findings.set("unchanged", FindingsJson.of(preview.findings().unchanged()));
    findings.put("suppressed", preview.findings().suppressed());
    return json;
  }

  private static ObjectNode difference(Difference difference) {
    ObjectNode json = Json.object();
    json.set("clients", clients(difference.clients()));
    json.set("destination", destination(difference.destination()));
    json.put("class", difference.requests());
    json.put("severity", difference.impact().toString());
    switch (difference.outcome()) {
      case Outcome.Changed changed -> {
        json.set("before", VerdictJson.of(changed.before()));
        json.set("after", VerdictJson.of(changed.after()));
        json.set("cause", causes(difference));
        json.set("witness", WitnessJson.of(changed.witness()));
      }
      case Outcome.Undecided undecided -> {
        json.set("before", unknown(undecided));
        json.set("after", unknown(undecided));
        json.set("cause", causes(difference));
        json.putNull("witness");
      }
    }
    return json;
  }

  private static ObjectNode unknown(Outcome.Undecided undecided) {
    return Json.object().put("verdict", "unknown").put("reason", undecided.reason());
  }

  private static ObjectNode clients(ClientGroup clients) {
    ObjectNode json = Json.object();
    if (clients.outside()) {
      return json.put("outside", true).put("group", clients.words());
    }
    json.put("workloads", clients.workloads());
    ArrayNode examples = json.putArray("examples");
    clients.examples().forEach(examples::add);
    return json.put("group", clients.words());
  }

  private static ObjectNode destination(Destination destination) {
    return switch (destination) {
      case Destination.OfService service when service.port().isHost() ->
          Json.object().put("host", service.port().display()).put("port", service.port().port());
      case Destination.OfService service ->
          Json.object()
              .put("service", service.port().service().qualifiedName())
              .put("port", service.port().port());
      case Destination.OfGateway gateway ->
          Json.object()
              .put("gateway", gateway.gateway().qualifiedName())
              .put("listener", gateway.listener().isEmpty() ? null : gateway.listener())
              .put("host", gateway.host())
              .put("port", gateway.port());
    };
  }

  private static ArrayNode causes(Difference difference) {
    ArrayNode json = Json.array();
    difference
        .cause()
        .forEach(cause ->
            json.addObject()
                .put("resource", cause.resource().toString())
                .put("field", cause.field())
                .put("source", cause.source()));
    return json;
  }
}
