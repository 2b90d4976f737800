package io.meshtwin.app.history;

import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.field.FieldChange;
import io.meshtwin.twin.field.FieldChanges;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.ResourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event did to resources.
 *
 * @param resources which, sorted
 * @param creates whether the only one was not there before
 * @param fields what differs from the versions before; empty for what is new or gone
 */
public record Edit(List<ResourceKey> resources, boolean creates, List<FieldChange> fields) {
  /** Nothing. */
  static final Edit NONE = new Edit(List.of(), false, List.of());

  public Edit {
    resources = List.copyOf(resources);
    fields = List.copyOf(fields);
  }

  static Edit of(ResourceEvent event, @Nullable Manifest before) {
    List<FieldChange> fields =
        before != null && event instanceof ResourceEvent.Applied applied
            ? FieldChanges.between(before.body(), applied.manifest().body())
            : List.of();
    return new Edit(List.of(event.key()), before == null, fields);
  }

  /** Of a change that was published or taken back: what became of the running image. */
  static Edit of(Map<ResourceKey, MeshDelta.Update> updates) {
    var fields = new ArrayList<FieldChange>();
    boolean creates = false;
    for (MeshDelta.Update update : updates.values()) {
      ResourceState before = update.before();
      ResourceState after = update.after();
      creates |= before == null;
      if (before != null && after != null) {
        fields.addAll(FieldChanges.between(before.manifest().body(), after.manifest().body()));
      }
    }
    return new Edit(List.copyOf(updates.keySet()), creates && updates.size() == 1, fields);
  }
}
