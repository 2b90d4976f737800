package io.meshtwin.app.serve;

import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.TwinImage;
import java.util.ArrayList;
import java.util.List;

/** The running image with a proposal applied. */
final class Candidate {
  private Candidate() {}

  static MeshImage of(TwinImage image, ChangeEvent.Proposed proposal) {
    MeshImage running = image.approved();
    var delta = new MeshDelta(running);
    proposal
        .apply()
        .forEach(
            manifest -> delta.propose(new ResourceEvent.Applied(manifest, proposal.provenance())));
    proposal
        .delete()
        .forEach(key -> delta.replay(new ResourceEvent.Deleted(key, proposal.provenance())));
    return delta.isEmpty() ? running : delta.apply(running.position());
  }

  /** What the proposal does to each resource of the running image, in words. */
  static List<ResourceStep> steps(MeshImage running, ChangeEvent.Proposed proposal) {
    var steps = new ArrayList<ResourceStep>();
    proposal
        .apply()
        .forEach(manifest -> {
          var before = running.state(manifest.key());
          String op = "update";
          if (before == null) {
            op = "create";
          } else if (before.digest().equals(manifest.digest())) {
            op = "unchanged";
          }
          steps.add(new ResourceStep(op, manifest.key().toString()));
        });
    proposal.delete().forEach(key -> steps.add(new ResourceStep("delete", key.toString())));
    return steps;
  }

  /**
   * One line of a change.
   *
   * @param op create, update, unchanged or delete
   * @param resource {@code Kind ns/name}
   */
  record ResourceStep(String op, String resource) {}
}
