package io.meshtwin.twin.event;

import java.util.List;

/**
 * One step of a change on its way: proposed, previewed, approved or rejected, published, settled.
 */
public sealed interface ChangeEvent extends Event {
  /** The change's identifier: letters, digits and hyphens, unique in the log. */
  String change();

  /** What a step is about: {@code meshtwin.io/Change} under the change's identifier. */
  default ResourceKey key() {
    return new ResourceKey(provenance().cluster(), ResourceKey.OWN_GROUP, "Change", "", change());
  }

  /** A set of manifests was put forward. The author is the provenance's actor. */
  record Proposed(
      String change,
      String title,
      List<Manifest> apply,
      List<ResourceKey> delete,
      Provenance provenance)
      implements ChangeEvent {
    public Proposed {
      apply = List.copyOf(apply);
      delete = List.copyOf(delete);
    }
  }

  /** A preview was computed; the digest names the behaviour difference that was shown. */
  record Previewed(String change, Digest plan, Provenance provenance) implements ChangeEvent {}

  /** Somebody other than the author agreed to the plan with this digest, and to no other. */
  record Approved(String change, Digest plan, Provenance provenance) implements ChangeEvent {}

  /** Somebody declined. */
  record Rejected(String change, String reason, Provenance provenance) implements ChangeEvent {}

  /** The approved image moved; proxies are being told. */
  record Published(String change, Provenance provenance) implements ChangeEvent {}

  /** Every connected proxy that the change concerns acknowledged it. */
  record Converged(String change, int proxies, Provenance provenance) implements ChangeEvent {}

  /** The previous state stands again. */
  record RolledBack(String change, String reason, Provenance provenance) implements ChangeEvent {}
}
