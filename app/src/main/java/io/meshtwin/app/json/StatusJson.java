package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.twin.resource.AllowedRoutes.RouteKind;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.status.Condition;
import io.meshtwin.twin.status.ObjectStatus;
import io.meshtwin.twin.status.ObjectStatus.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statuses as the contract on {@code status} writes them. */
public final class StatusJson {
  private StatusJson() {}

  public static ArrayNode of(List<ObjectStatus> statuses) {
    ArrayNode json = Json.array();
    statuses.forEach(status -> json.add(of(status)));
    return json;
  }

  private static ObjectNode of(ObjectStatus status) {
    ParentRef ref = status.place() instanceof Place.Parent parent ? parent.ref() : null;
    ObjectNode json =
        Json.object()
            .put("resource", status.resource().toString())
            .put("parent", parent(status.place()))
            .put("sectionName", ref == null ? null : ref.sectionName())
            .put("port", ref == null ? null : ref.port())
            .put("controllerName", status.controllerName())
            .put("listener", status.place() instanceof Place.Listener l ? l.name() : null);
    ArrayNode conditions = json.putArray("conditions");
    status.conditions().forEach(condition -> conditions.add(of(condition)));
    json.put("attachedRoutes", status.counts().attachedRoutes());
    List<RouteKind> kinds = status.counts().supportedKinds();
    json.set("supportedKinds", kinds == null ? null : kinds(kinds));
    return json.put("attachedListenerSets", status.counts().attachedListenerSets());
  }

  private static @Nullable String parent(Place place) {
    return switch (place) {
      case Place.Parent parent -> parent.ref().parent().toString();
      case Place.Ancestor ancestor -> ancestor.gateway().toString();
      case Place.Self _, Place.Listener _ -> null;
    };
  }

  private static ObjectNode of(Condition condition) {
    return Json.object()
        .put("type", condition.type())
        .put("status", condition.status())
        .put("reason", condition.reason());
  }

  private static ArrayNode kinds(List<RouteKind> kinds) {
    ArrayNode json = Json.array();
    kinds.forEach(k -> json.add(Json.object().put("group", k.group()).put("kind", k.kind())));
    return json;
  }
}
