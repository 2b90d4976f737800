package io.meshtwin.twin.resource;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A Secret without its values: only what everyone who connects may know.
 *
 * @param metadata identity; annotations are left out, because tools keep copies of values there
 * @param type for example {@code kubernetes.io/tls}
 * @param keys the names of its values
 * @param certificate what is public of {@code tls.crt}
 * @param authorities what is public of {@code ca.crt}
 */
public record Secret(
    Metadata metadata,
    String type,
    SortedSet<String> keys,
    Certificate certificate,
    Authorities authorities)
    implements Resource {
  /** The type of Secrets that a listener may refer to (Gateway API, certificateRefs). */
  public static final String TLS = "kubernetes.io/tls";

  static final String FACTS = "meshtwin.io/facts";

  public Secret {
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
  }

  static Secret read(Metadata metadata, Fields body) {
    String type = body.text("type", "Opaque");
    SortedSet<String> keys = new TreeSet<>(names(body, "data"));
    keys.addAll(names(body, "stringData"));
    Fields facts = body.object(FACTS);
    var result =
        new Secret(
            metadata,
            type,
            keys,
            Certificate.read(facts, type.equals(TLS) || keys.contains("tls.crt")),
            Authorities.read(facts, keys.contains("ca.crt")));
    facts.done();
    body.ignore("immutable", "sops");
    body.done();
    return result;
  }

  static Set<String> names(Fields body, String field) {
    return body.texts(field).keySet();
  }
}
