package io.meshtwin.twin.change;

import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Provenance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change and how far it is.
 *
 * @param proposal what was put forward, by whom and when
 * @param state how far it is
 * @param plan the digest of the behaviour difference last shown, null before a preview
 * @param approver who agreed to that plan, null before
 * @param steps what happened, oldest first
 */
public record Change(
    ChangeEvent.Proposed proposal,
    ChangeState state,
    @Nullable Digest plan,
    @Nullable String approver,
    List<Step> steps) {
  public Change {
    steps = List.copyOf(steps);
  }

  /**
   * Something that happened to a change.
   *
   * @param state what it became
   * @param actor who did it
   * @param time when
   * @param note a reason or a figure, empty for none
   */
  public record Step(ChangeState state, String actor, Instant time, String note) {}

  /** The change's identifier. */
  public String id() {
    return proposal.change();
  }

  /** Who put it forward. */
  public String author() {
    return proposal.provenance().actor().name();
  }

  static Change of(ChangeEvent.Proposed proposal) {
    var change = new Change(proposal, ChangeState.PROPOSED, null, null, List.of());
    return change.stepped(ChangeState.PROPOSED, proposal.provenance(), "");
  }

  Change stepped(ChangeState next, Provenance provenance, String note) {
    var more = new ArrayList<>(steps);
    more.add(new Step(next, provenance.actor().name(), provenance.time(), note));
    return new Change(proposal, next, plan, approver, more);
  }

  Change withPlan(Digest plan) {
    return new Change(proposal, state, plan, null, steps);
  }

  Change withApprover(String approver) {
    return new Change(proposal, state, plan, approver, steps);
  }
}
