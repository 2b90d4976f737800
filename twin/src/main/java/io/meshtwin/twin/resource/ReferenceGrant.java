package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;

/**
 * A ReferenceGrant: which objects of other namespaces may refer to objects of its own.
 *
 * @param metadata identity
 * @param from who may refer
 * @param to what may be referred to
 */
public record ReferenceGrant(Metadata metadata, List<From> from, List<To> to) implements Resource {
  private static final int MOST = 16;

  public ReferenceGrant {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /** Objects that may refer: all of a kind in a namespace. */
  public record From(String group, String kind, String namespace) {}

  /** Objects that may be referred to: all of a kind, or one by name (empty for all). */
  public record To(String group, String kind, String name) {}

  /** Whether {@code referrer} may refer to {@code target}, which is in the grant's namespace. */
  public boolean permits(ResourceKey referrer, ResourceKey target) {
    return target.namespace().equals(key().namespace())
        && from.stream()
            .anyMatch(f ->
                f.group().equals(referrer.group())
                    && f.kind().equals(referrer.kind())
                    && f.namespace().equals(referrer.namespace()))
        && to.stream()
            .anyMatch(t ->
                t.group().equals(target.group())
                    && t.kind().equals(target.kind())
                    && (t.name().isEmpty() || t.name().equals(target.name())));
  }

  static ReferenceGrant read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    for (String name : List.of("from", "to")) {
      Entries.required(spec, name, 1, MOST);
    }
    List<From> from =
        spec.list(
            "from",
            f -> {
              check(f);
              Form.NAMESPACE.check(f, "namespace");
              var item = new From(f.text("group", ""), f.required("kind"), f.required("namespace"));
              f.done();
              return item;
            });
    List<To> to =
        spec.list(
            "to",
            t -> {
              check(t);
              Form.OBJECT_NAME.check(t, "name");
              var item = new To(t.text("group", ""), t.required("kind"), t.text("name", ""));
              t.done();
              return item;
            });
    spec.done();
    body.done();
    return new ReferenceGrant(metadata, from, to);
  }

  private static void check(Fields side) {
    if (!side.has("group")) {
      side.invalid("group", "is required");
    }
    Form.GROUP.check(side, "group");
    Form.KIND.check(side, "kind");
  }
}
