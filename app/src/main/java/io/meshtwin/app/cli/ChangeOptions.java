package io.meshtwin.app.cli;

import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which commands name a change of a mesh. */
final class ChangeOptions {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Resources to apply, repeatable: a file, a directory or -.")
  private List<String> files = List.of();

  @Option(
      names = "--delete",
      paramLabel = "FILE",
      description = "Resources to take away, repeatable.")
  private List<String> deletions = List.of();

  @Option(
      names = "--expect-base",
      paramLabel = "DIGEST",
      description =
          "Refuse when the mesh is not the one of this digest any more (base.digest of an earlier"
              + " preview).")
  private @Nullable String expectedBase;

  @Option(names = "--replace", description = "What -f names is the whole mesh.")
  private boolean replace;

  /** Whether no change is named. */
  boolean none() {
    return files.isEmpty() && deletions.isEmpty();
  }

  /** The first file that is named; there is one. */
  String place() {
    return files.isEmpty() ? deletions.getFirst() : files.getFirst();
  }

  /**
   * What the change applies and takes away; what is not there to be deleted is said.
   *
   * @throws CommandException when the files cannot be read or have no objects, or the base has
   *     moved
   */
  List<ResourceEvent> events(MeshImage before, MeshLoader loader, Terminal terminal) {
    requireBase(before);
    var events = new ArrayList<ResourceEvent>();
    if (!files.isEmpty()) {
      for (ResourceEvent.Applied applied : objects(files, loader)) {
        sayWhereMoved(applied, before.state(applied.key()), terminal);
        events.add(applied);
      }
    }
    if (replace) {
      Set<ResourceKey> named = new HashSet<>();
      events.forEach(event -> named.add(event.key()));
      before
          .resources()
          .forEach((key, state) -> {
            if (!named.contains(key)) {
              events.add(new ResourceEvent.Deleted(key, state.provenance()));
            }
          });
    }
    if (!deletions.isEmpty()) {
      for (ResourceEvent.Applied gone : objects(deletions, loader)) {
        if (before.state(gone.key()) == null) {
          sayMissing(gone.key(), before, terminal);
        }
        events.add(new ResourceEvent.Deleted(gone.key(), gone.provenance()));
      }
    }
    return events;
  }

  /** Files without objects are no change: a tool before this one has failed, or a path is wrong. */
  private static List<ResourceEvent.Applied> objects(List<String> files, MeshLoader loader) {
    List<ResourceEvent.Applied> objects = loader.read(files).events();
    if (objects.isEmpty()) {
      throw new CommandException(
          "nothing was done: there are no objects in " + String.join(", ", files));
    }
    return objects;
  }

  private static void sayMissing(ResourceKey key, MeshImage mesh, Terminal terminal) {
    terminal.say(
        "nothing to delete: %s is not in the mesh%s"
            .formatted(key, Nearest.words(key, mesh.resources().keySet().stream())));
  }

  private void requireBase(MeshImage before) {
    if (expectedBase == null) {
      return;
    }
    String is = before.digest().toString();
    if (!expectedBase.equals(is)) {
      throw new CommandException(
          "the mesh has moved since " + expectedBase + ": it is " + is + " now; preview again");
    }
  }

  /** An object that somebody took from an API server and edited, while it changed there. */
  private static void sayWhereMoved(
      ResourceEvent.Applied applied, @Nullable ResourceState is, Terminal terminal) {
    String from = applied.provenance().resourceVersion();
    String now = is == null ? "" : is.provenance().resourceVersion();
    if (!from.isEmpty() && !now.isEmpty() && !from.equals(now)) {
      terminal.say(
          "%s was taken at resourceVersion %s, the mesh has %s: its base has moved,"
                  .formatted(applied.key(), from, now)
              + " and the API server would refuse it; take it anew, or leave resourceVersion"
              + " out");
    }
  }

  /** The mesh after some events. */
  static MeshImage after(MeshImage before, List<ResourceEvent> events) {
    var delta = new MeshDelta(before);
    for (ResourceEvent event : events) {
      switch (event) {
        case ResourceEvent.Applied applied -> delta.propose(applied);
        case ResourceEvent.Deleted deleted -> delta.replay(deleted);
      }
    }
    return delta.apply(before.position());
  }
}
