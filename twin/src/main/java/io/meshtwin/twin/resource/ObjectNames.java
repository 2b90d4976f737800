package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;

/** What the API server demands of names ({@code ValidateObjectMeta}). */
final class ObjectNames {
  private ObjectNames() {}

  static void check(Fields metadata, ResourceKey key) {
    form(key).check(metadata, "name");
    if (!key.namespace().isEmpty()) {
      Form.NAMESPACE.check(metadata, "namespace");
    }
  }

  private static Form form(ResourceKey key) {
    if (!key.group().isEmpty()) {
      return Form.NAME;
    }
    return switch (key.kind()) {
      case "Namespace" -> Form.NAMESPACE;
      case "Service" -> Form.SERVICE_NAME;
      default -> Form.NAME;
    };
  }
}
