package io.meshtwin.ingest.history;

import io.meshtwin.twin.change.Change;
import io.meshtwin.twin.change.ChangeState;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Changes on their way, and what each replaced, as bytes. */
final class PackedChanges {
  private PackedChanges() {}

  /**
   * A change as a checkpoint holds it.
   *
   * @param change the change
   * @param replaced what it replaced in the approved image; null for one that is not published
   */
  record Kept(Change change, @Nullable Map<ResourceKey, MeshDelta.Update> replaced) {}

  static byte[] pack(List<Kept> changes) {
    var packer = new Packer();
    for (Kept kept : changes) {
      change(packer, kept.change());
      replaced(packer, kept.replaced());
    }
    return packer.packed();
  }

  static List<Kept> unpack(byte[] packed) {
    var unpacker = new Unpacker(packed);
    var changes = new ArrayList<Kept>();
    while (!unpacker.atEnd()) {
      Change change = change(unpacker);
      changes.add(new Kept(change, replaced(unpacker)));
    }
    return changes;
  }

  private static void change(Packer packer, Change change) {
    ChangeEvent.Proposed proposal = change.proposal();
    packer.text(proposal.change());
    packer.text(proposal.title());
    packer.number(proposal.apply().size());
    for (Manifest manifest : proposal.apply()) {
      PackedStates.key(packer, manifest.key());
      packer.bytes(manifest.bytes());
    }
    packer.number(proposal.delete().size());
    proposal.delete().forEach(key -> PackedStates.key(packer, key));
    PackedStates.provenance(packer, proposal.provenance());
    packer.text(change.state().name());
    optional(packer, change.plan() == null ? null : change.plan().toString());
    optional(packer, change.approver());
    packer.number(change.steps().size());
    for (Change.Step step : change.steps()) {
      packer.text(step.state().name());
      packer.text(step.actor());
      packer.time(step.time());
      packer.text(step.note());
    }
  }

  private static Change change(Unpacker unpacker) {
    ChangeEvent.Proposed proposal = proposal(unpacker);
    ChangeState state = ChangeState.valueOf(unpacker.text());
    String plan = optional(unpacker);
    String approver = optional(unpacker);
    var steps = new ArrayList<Change.Step>();
    for (int left = unpacker.count(); left > 0; left--) {
      steps.add(
          new Change.Step(
              ChangeState.valueOf(unpacker.text()),
              unpacker.text(),
              unpacker.time(),
              unpacker.text()));
    }
    return new Change(proposal, state, plan == null ? null : Digest.parse(plan), approver, steps);
  }

  private static ChangeEvent.Proposed proposal(Unpacker unpacker) {
    String id = unpacker.text();
    String title = unpacker.text();
    var apply = new ArrayList<Manifest>();
    for (int left = unpacker.count(); left > 0; left--) {
      ResourceKey key = PackedStates.key(unpacker);
      apply.add(Manifest.stored(key, unpacker.bytes()));
    }
    var delete = new ArrayList<ResourceKey>();
    for (int left = unpacker.count(); left > 0; left--) {
      delete.add(PackedStates.key(unpacker));
    }
    return new ChangeEvent.Proposed(id, title, apply, delete, PackedStates.provenance(unpacker));
  }

  private static void replaced(
      Packer packer, @Nullable Map<ResourceKey, MeshDelta.Update> replaced) {
    packer.flag(replaced != null);
    if (replaced != null) {
      packer.number(replaced.size());
      replaced.forEach((key, update) -> {
        PackedStates.key(packer, key);
        PackedStates.optionalState(packer, update.before());
        PackedStates.optionalState(packer, update.after());
      });
    }
  }

  private static @Nullable Map<ResourceKey, MeshDelta.Update> replaced(Unpacker unpacker) {
    if (!unpacker.flag()) {
      return null;
    }
    var replaced = new TreeMap<ResourceKey, MeshDelta.Update>();
    for (int left = unpacker.count(); left > 0; left--) {
      ResourceKey key = PackedStates.key(unpacker);
      var before = PackedStates.optionalState(unpacker);
      replaced.put(key, new MeshDelta.Update(before, PackedStates.optionalState(unpacker)));
    }
    return replaced;
  }

  private static void optional(Packer packer, @Nullable String text) {
    packer.flag(text != null);
    if (text != null) {
      packer.text(text);
    }
  }

  private static @Nullable String optional(Unpacker unpacker) {
    return unpacker.flag() ? unpacker.text() : null;
  }
}
