package io.meshtwin.app.history;

import io.meshtwin.ingest.history.Span;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of the log.
 *
 * @param span the stretch
 * @param resource only what is about this resource, null for everything
 * @param actor only what this user or program did, null for everybody
 * @param newest no more than this many events, the newest; 0 for all
 * @param view in which behaviour is told
 */
public record LogQuestion(
    Span span, @Nullable NamedResource resource, @Nullable String actor, int newest, View view) {
  /** Whether a record may matter, by its key: changes may be of any resource, gaps of any kind. */
  boolean mayConcern(ResourceKey key) {
    return resource == null
        || resource.means(key)
        || key.group().equals(ResourceKey.OWN_GROUP)
        || (key.name().equals("*") && (key.kind().equals("*") || resource.isOfKind(key)));
  }

  /** Tells which events are about the resource; remembers the changes that touch it. */
  final class Filter {
    private final Set<String> changes = new HashSet<>();

    boolean takes(Event event) {
      if (resource == null || !(event instanceof ChangeEvent change)) {
        return resource == null || !(event instanceof Adopted);
      }
      if (change instanceof ChangeEvent.Proposed proposed
          && touched(proposed).anyMatch(resource::means)) {
        changes.add(change.change());
      }
      return changes.contains(change.change());
    }
  }

  static Stream<ResourceKey> touched(ChangeEvent.Proposed proposed) {
    List<ResourceKey> applied = proposed.apply().stream().map(m -> m.key()).toList();
    return Stream.concat(applied.stream(), proposed.delete().stream());
  }

  boolean isBy(Attribution by) {
    return actor == null || by.name().equals(actor);
  }
}
