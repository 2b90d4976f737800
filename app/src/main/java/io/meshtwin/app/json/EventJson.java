package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.history.Attribution;
import io.meshtwin.app.history.EventFacts;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.WatchGap;
import io.meshtwin.twin.field.FieldChange;
import java.util.List;

/** Events of the log as JSON: every field is there, null where it says nothing. */
public final class EventJson {
  private EventJson() {}

  public static ObjectNode of(EventFacts facts) {
    Provenance provenance = facts.event().provenance();
    List<ResourceKey> resources = facts.edit().resources();
    ObjectNode json =
        Json.object().put("offset", facts.offset()).put("time", provenance.time().toString());
    attribution(json, facts.by());
    json.put("cluster", provenance.cluster())
        .put("resource", resources.size() == 1 ? resources.getFirst().toString() : null)
        .put("op", facts.operation());
    ArrayNode fields = json.putArray("fields");
    ArrayNode changes = json.putArray("changes");
    for (FieldChange change : facts.edit().fields()) {
      fields.add(change.path());
      ObjectNode item = changes.addObject();
      item.put("field", change.path()).put("kind", change.kind().toString());
      item.set("before", change.before());
      item.set("after", change.after());
    }
    json.put("source", provenance.location() == null ? null : provenance.location().toString())
        .put(
            "resourceVersion",
            provenance.resourceVersion().isEmpty() ? null : provenance.resourceVersion());
    if (resources.size() > 1) {
      ArrayNode all = json.putArray("resources");
      resources.forEach(key -> all.add(key.toString()));
    }
    about(json, facts.event());
    if (facts.behaviour() != null) {
      json.put("behaviour", facts.behaviour());
    }
    return json;
  }

  private static void attribution(ObjectNode json, Attribution by) {
    json.put("actor", by.name().isEmpty() ? null : by.name());
    json.put("attribution", by.certainty().toString());
    Audited.Request request = by.request();
    if (request != null) {
      json.putObject("request")
          .put("id", request.id())
          .put("verb", request.verb())
          .put("address", request.address())
          .put("agent", request.agent())
          .put("impersonator", request.impersonator().isEmpty() ? null : request.impersonator())
          .put("decision", request.decision());
    }
  }

  private static void about(ObjectNode json, Event event) {
    switch (event) {
      case WatchGap gap -> {
        ObjectNode about = json.putObject("gap");
        about
            .put("kind", gap.kind())
            .put("group", gap.group())
            .put("from", gap.from().toString())
            .put("until", gap.until().toString())
            .put("reason", gap.reason());
        boolean counted = gap.revealed() != WatchGap.UNCOUNTED;
        about.put("revealed", counted ? Integer.valueOf(gap.revealed()) : null);
      }
      case ChangeEvent.Proposed proposed -> {
        json.put("change", proposed.change()).put("title", proposed.title());
        ArrayNode applies = json.putArray("applies");
        proposed.apply().forEach(manifest -> applies.add(manifest.key().toString()));
        ArrayNode deletes = json.putArray("deletes");
        proposed.delete().forEach(key -> deletes.add(key.toString()));
      }
      case ChangeEvent change -> json.put("change", change.change()).put("note", note(change));
      case Event _ -> {}
    }
  }

  /** What a step says of itself, empty for nothing. */
  public static String note(ChangeEvent change) {
    return switch (change) {
      case ChangeEvent.Proposed proposed -> proposed.title();
      case ChangeEvent.Previewed previewed ->
          "plan " + previewed.plan().toString().substring(0, 12);
      case ChangeEvent.Approved approved -> "plan " + approved.plan().toString().substring(0, 12);
      case ChangeEvent.Rejected rejected -> rejected.reason();
      case ChangeEvent.Published _ -> "";
      case ChangeEvent.Converged converged ->
          CountWords.of(converged.proxies(), "proxy", "proxies");
      case ChangeEvent.RolledBack rolledBack -> rolledBack.reason();
    };
  }
}
