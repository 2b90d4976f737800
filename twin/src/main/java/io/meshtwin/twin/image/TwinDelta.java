package io.meshtwin.twin.image;

import io.meshtwin.twin.change.Change;
import io.meshtwin.twin.change.Changes;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.WatchGap;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;
import org.pcollections.PVector;

/** What a batch of the log's records changes in a {@link TwinImage}. Filled by one thread. */
public final class TwinDelta {
  private final TwinImage base;
  private MeshDelta observed;
  private MeshDelta approved;
  private boolean holding;
  private Changes changes;
  private PMap<String, Map<ResourceKey, MeshDelta.Update>> replaced;
  private PVector<SetAside> setAside;
  private Position position;

  /** A delta that changes nothing yet. */
  public TwinDelta(TwinImage base) {
    this.base = base;
    observed = new MeshDelta(base.observed());
    approved = base.approved() == base.observed() ? observed : new MeshDelta(base.approved());
    holding = base.holding();
    changes = base.changes();
    replaced = base.replaced();
    setAside = base.setAside();
    position = base.position();
  }

  /** The image that this changes. */
  public TwinImage base() {
    return base;
  }

  /**
   * Folds the record at an offset. A step that the rules do not allow is set aside, with the
   * reason: it changes nothing, today as on every later replay.
   */
  public void replay(long offset, Event event) {
    move(offset, event.provenance().time());
    switch (event) {
      case ResourceEvent resource -> see(resource);
      case Adopted _ -> adopt();
      case ChangeEvent change -> step(offset, change);
      case WatchGap _ -> {} // history shows it; what the re-list found follows as events
      case Audited _ -> {} // history shows it beside the change that was asked for
    }
  }

  private void see(ResourceEvent event) {
    ResourceKey key = event.key();
    if (holding && Configuration.isHeld(key)) {
      part();
      observed.replay(event);
    } else if (approved == observed) {
      observed.replay(event);
    } else {
      seeInBoth(event);
    }
  }

  /** What is the same in both images is one state, read once. */
  private void seeInBoth(ResourceEvent event) {
    ResourceKey key = event.key();
    ResourceState before = observed.current(key);
    observed.replay(event);
    if (Objects.equals(approved.current(key), before)) {
      approved.restore(key, observed.current(key));
    } else {
      approved.replay(event);
    }
  }

  /** Where both images are one, the approved one goes its own way from here. */
  private void part() {
    if (approved == observed) {
      approved = observed.copy();
    }
  }

  /**
   * Names a record that cannot be read. The rest of the log is served.
   *
   * @param about what it is about, null where that cannot be read either
   */
  public void setAside(long offset, String reason, @Nullable ResourceKey about) {
    move(offset, position.time());
    setAside = setAside.plus(new SetAside(offset, SetAside.Cause.UNREADABLE, reason, about));
  }

  /** What changes in the observed image. */
  public MeshDelta observed() {
    return observed;
  }

  /** What changes in the approved image. */
  public MeshDelta approved() {
    return approved;
  }

  /** The base with everything folded. */
  public TwinImage apply() {
    MeshImage seen = observed.isEmpty() ? base.observed() : observed.apply(position);
    MeshImage meant =
        approved == observed
            ? seen
            : approved.isEmpty() ? base.approved() : approved.apply(position);
    return new TwinImage(seen, meant, holding, changes, replaced, setAside, position);
  }

  private void adopt() {
    holding = true;
    if (approved == observed) {
      return;
    }
    MeshImage target = observed.apply(position);
    for (ResourceKey key : approved.apply(position).resources().keySet()) {
      if (target.state(key) == null) {
        approved.restore(key, null);
      }
    }
    target.resources().forEach(approved::restore);
  }

  private void step(long offset, ChangeEvent event) {
    part();
    String refusal = changes.refusal(event);
    if (refusal != null) {
      setAside = setAside.plus(new SetAside(offset, SetAside.Cause.REFUSED, refusal, event.key()));
      return;
    }
    changes = changes.after(event);
    if (event instanceof ChangeEvent.Published) {
      publish(changes.get(event.change()));
    } else if (event instanceof ChangeEvent.RolledBack) {
      Map<ResourceKey, MeshDelta.Update> before = replaced.get(event.change());
      if (before != null) {
        before.forEach((key, update) -> approved.restore(key, update.before()));
        replaced = replaced.minus(event.change());
      }
    }
  }

  private void publish(@Nullable Change change) {
    if (change == null) {
      throw new IllegalStateException("a published change is known");
    }
    var proposal = change.proposal();
    var before = new TreeMap<ResourceKey, @Nullable ResourceState>();
    proposal.apply().forEach(m -> before.put(m.key(), approved.current(m.key())));
    proposal.delete().forEach(key -> before.put(key, approved.current(key)));
    proposal
        .apply()
        .forEach(m ->
            approved.publish(new ResourceEvent.Applied(m, proposal.provenance()), position.time()));
    proposal
        .delete()
        .forEach(key -> approved.replay(new ResourceEvent.Deleted(key, proposal.provenance())));
    var updates = new TreeMap<ResourceKey, MeshDelta.Update>();
    before.forEach(
        (key, state) -> updates.put(key, new MeshDelta.Update(state, approved.current(key))));
    replaced = replaced.plus(change.id(), updates);
  }

  private void move(long offset, Instant time) {
    position = new Position(offset, time);
  }
}
