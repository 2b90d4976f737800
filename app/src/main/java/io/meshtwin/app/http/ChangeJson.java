package io.meshtwin.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.DamageWords;
import io.meshtwin.app.serve.Plan;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.twin.change.Change;
import io.meshtwin.twin.change.ChangeState;
import io.meshtwin.twin.image.TwinImage;
import java.util.EnumSet;
import java.util.Set;

/** Changes as the API shows them. */
final class ChangeJson {
  /** What of them is not in the running image yet, so that a preview says something. */
  private static final Set<ChangeState> OPEN =
      EnumSet.of(ChangeState.PROPOSED, ChangeState.PREVIEWED, ChangeState.APPROVED);

  private final Serving serving;

  ChangeJson(Serving serving) {
    this.serving = serving;
  }

  ObjectNode summary(Change change) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", change.id());
    json.put("title", change.proposal().title());
    json.put("state", change.state().toString());
    json.put("author", change.author());
    json.put("approver", change.approver());
    json.put("plan", change.plan() == null ? null : change.plan().toString());
    json.put("proposed", change.proposal().provenance().time().toString());
    var resources = json.putArray("resources");
    change
        .proposal()
        .apply()
        .forEach(manifest ->
            resources.addObject().put("op", "apply").put("resource", manifest.toString()));
    change
        .proposal()
        .delete()
        .forEach(key -> resources.addObject().put("op", "delete").put("resource", key.toString()));
    return json;
  }

  ObjectNode full(TwinImage image, Change change) {
    ObjectNode json = summary(change);
    var steps = json.putArray("steps");
    for (Change.Step step : change.steps()) {
      steps
          .addObject()
          .put("state", step.state().toString())
          .put("actor", step.actor())
          .put("time", step.time().toString())
          .put("note", step.note());
    }
    if (OPEN.contains(change.state())) {
      Plan now = serving.changes().plan(image, change);
      json.put("stale", !now.digest().equals(change.plan()));
      json.put("summary", now.summary());
      json.set("preview", now.report());
      DamageWords.each(serving.missing()).forEach(json.putArray("missing")::add);
    }
    return json;
  }
}
