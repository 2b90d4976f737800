package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;

/**
 * A reference to a Secret, a ConfigMap or another object.
 *
 * @param target the object; the namespace is the referrer's where the reference does not say
 * @param field the reference's path
 */
public record ObjectRef(ResourceKey target, String field) {
  /** Whether it names an object of a core kind. */
  public boolean isCore(String kind) {
    return target.group().isEmpty() && target.kind().equals(kind);
  }

  /** A SecretObjectReference: a Secret unless it says otherwise. */
  static ObjectRef secret(ResourceKey referrer, Fields ref) {
    return read(referrer, ref, "Secret");
  }

  /** An ObjectReference or LocalObjectReference, whose group and kind the CRD requires. */
  static ObjectRef named(ResourceKey referrer, Fields ref) {
    ref.required("kind");
    if (!ref.has("group")) {
      ref.invalid("group", "is required");
    }
    return read(referrer, ref, "ConfigMap");
  }

  private static ObjectRef read(ResourceKey referrer, Fields ref, String kind) {
    var result = new ObjectRef(References.key(referrer, ref, "", kind), ref.path());
    ref.done();
    return result;
  }
}
