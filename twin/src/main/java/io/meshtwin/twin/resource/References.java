package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;

/** Reads references to other objects: group, kind, namespace, name, with Gateway API's defaults. */
final class References {
  private References() {}

  /** The object that a reference of {@code from} names, in the same cluster. */
  static ResourceKey key(ResourceKey from, Fields ref, String group, String kind) {
    Form.GROUP.check(ref, "group");
    Form.KIND.check(ref, "kind");
    Form.NAMESPACE.check(ref, "namespace");
    Form.OBJECT_NAME.check(ref, "name");
    String namedKind = ref.text("kind", kind);
    return new ResourceKey(
        from.cluster(),
        ref.text("group", group),
        namedKind.isEmpty() ? kind : namedKind,
        ref.text("namespace", from.namespace()),
        ref.required("name"));
  }
}
