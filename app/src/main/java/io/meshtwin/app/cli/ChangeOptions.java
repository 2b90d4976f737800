package io.meshtwin.app.cli;

import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  @Option(names = "--replace", description = "What -f names is the whole mesh.")
  private boolean replace;

  /** Whether no change is named. */
  boolean none() {
    return files.isEmpty() && deletions.isEmpty();
  }

  /** What the change applies and takes away; what is not there to be deleted is said. */
  List<ResourceEvent> events(MeshImage before, MeshLoader loader, Terminal terminal) {
    var events = new ArrayList<ResourceEvent>();
    if (!files.isEmpty()) {
      events.addAll(loader.read(files).events());
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
      for (ResourceEvent.Applied gone : loader.read(deletions).events()) {
        if (before.state(gone.key()) == null) {
          terminal
              .err()
              .println("meshtwin: " + gone.key() + " is not in the mesh: nothing to delete");
        }
        events.add(new ResourceEvent.Deleted(gone.key(), gone.provenance()));
      }
    }
    return events;
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
