package io.meshtwin.twin.change;

import io.meshtwin.twin.event.ChangeEvent;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/** Every change of the log. Immutable. */
public final class Changes {
  /** Before the first change. */
  public static final Changes EMPTY = new Changes(HashTreePMap.empty(), TreePVector.empty());

  private static final Set<ChangeState> OPEN =
      EnumSet.of(ChangeState.PROPOSED, ChangeState.PREVIEWED, ChangeState.APPROVED);
  private static final Set<ChangeState> LIVE =
      EnumSet.of(ChangeState.PUBLISHED, ChangeState.CONVERGED);

  private final PMap<String, Change> byId;
  private final PVector<String> order;

  private Changes(PMap<String, Change> byId, PVector<String> order) {
    this.byId = byId;
    this.order = order;
  }

  /** Changes that were stored, in the order in which they were proposed. */
  public static Changes stored(List<Change> changes) {
    Changes stored = EMPTY;
    for (Change change : changes) {
      stored = new Changes(stored.byId.plus(change.id(), change), stored.order.plus(change.id()));
    }
    return stored;
  }

  /** The change with this identifier, null for none. */
  public @Nullable Change get(String id) {
    return byId.get(id);
  }

  /** All changes in the order in which they were proposed. */
  public Collection<Change> all() {
    return order.stream().map(this::required).toList();
  }

  /**
   * Why a step is not allowed now.
   *
   * @return a sentence for the person who tried it, null when it is allowed
   */
  public @Nullable String refusal(ChangeEvent event) {
    Change change = byId.get(event.change());
    if (event instanceof ChangeEvent.Proposed) {
      return change == null ? null : "there is a change " + event.change() + " already";
    }
    if (change == null) {
      return "there is no change " + event.change();
    }
    return switch (event) {
      case ChangeEvent.Proposed _ -> null;
      case ChangeEvent.Previewed _ -> only(change, OPEN, "previewed");
      case ChangeEvent.Approved approved -> approvalRefused(change, approved);
      case ChangeEvent.Rejected _ -> only(change, OPEN, "rejected");
      case ChangeEvent.Published _ -> only(change, EnumSet.of(ChangeState.APPROVED), "published");
      case ChangeEvent.Converged _ -> only(change, EnumSet.of(ChangeState.PUBLISHED), "converged");
      case ChangeEvent.RolledBack _ -> only(change, LIVE, "rolled back");
    };
  }

  /**
   * The changes after a step.
   *
   * @throws IllegalArgumentException when {@link #refusal} says why not
   */
  public Changes after(ChangeEvent event) {
    String refusal = refusal(event);
    if (refusal != null) {
      throw new IllegalArgumentException(refusal);
    }
    if (event instanceof ChangeEvent.Proposed proposed) {
      return new Changes(
          byId.plus(proposed.change(), Change.of(proposed)), order.plus(proposed.change()));
    }
    return new Changes(byId.plus(event.change(), stepped(required(event.change()), event)), order);
  }

  private static Change stepped(Change change, ChangeEvent event) {
    var provenance = event.provenance();
    return switch (event) {
      case ChangeEvent.Proposed _ -> change;
      case ChangeEvent.Previewed previewed ->
          change
              .withPlan(previewed.plan())
              .stepped(ChangeState.PREVIEWED, provenance, "plan " + previewed.plan());
      case ChangeEvent.Approved _ ->
          change
              .withApprover(provenance.actor().name())
              .stepped(ChangeState.APPROVED, provenance, "");
      case ChangeEvent.Rejected rejected ->
          change.stepped(ChangeState.REJECTED, provenance, rejected.reason());
      case ChangeEvent.Published _ -> change.stepped(ChangeState.PUBLISHED, provenance, "");
      case ChangeEvent.Converged converged ->
          change.stepped(ChangeState.CONVERGED, provenance, proxies(converged.proxies()));
      case ChangeEvent.RolledBack rolledBack ->
          change.stepped(ChangeState.ROLLED_BACK, provenance, rolledBack.reason());
    };
  }

  private static @Nullable String approvalRefused(Change change, ChangeEvent.Approved approved) {
    String refusal = only(change, EnumSet.of(ChangeState.PREVIEWED), "approved");
    if (refusal != null) {
      return refusal;
    }
    if (approved.provenance().actor().name().equals(change.author())) {
      return change.author() + " proposed " + change.id() + ": somebody else has to approve it";
    }
    return approved.plan().equals(change.plan())
        ? null
        : "the plan of " + change.id() + " is another one now: look at its preview again";
  }

  private static @Nullable String only(Change change, Set<ChangeState> states, String step) {
    return states.contains(change.state())
        ? null
        : "change " + change.id() + " is " + change.state() + " and cannot be " + step;
  }

  private Change required(String id) {
    Change change = byId.get(id);
    if (change == null) {
      throw new IllegalStateException("no change " + id);
    }
    return change;
  }

  private static String proxies(int number) {
    return number == 1 ? "1 proxy" : number + " proxies";
  }
}
