package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A BackendTLSPolicy (GEP-1897): how a Gateway speaks TLS to the backends of a Service.
 *
 * @param metadata identity
 * @param targets what it applies to
 * @param authorities references to what signs the backends' certificates
 * @param wellKnown the set of authorities that is used instead, null for none
 * @param hostname SNI, and the name in the certificate where no alternatives are given
 * @param alternatives names of which the certificate must have one
 */
public record BackendTlsPolicy(
    Metadata metadata,
    List<Target> targets,
    List<ObjectRef> authorities,
    @Nullable String wellKnown,
    String hostname,
    List<AltName> alternatives)
    implements Resource {
  /** The authorities of the system that the Gateway runs on. */
  public static final String SYSTEM = "System";

  private static final int MOST_TARGETS = 16;
  private static final int MOST_AUTHORITIES = 8;
  private static final int MOST_ALTERNATIVES = 5;

  public BackendTlsPolicy {
    targets = List.copyOf(targets);
    authorities = List.copyOf(authorities);
    alternatives = List.copyOf(alternatives);
  }

  /**
   * What a policy applies to.
   *
   * @param target the Service, in the policy's namespace
   * @param section the name of one of its ports, null for all of them
   * @param field the reference's path
   */
  public record Target(ResourceKey target, @Nullable String section, String field) {}

  /**
   * A name in a certificate.
   *
   * @param uri whether it is a URI; otherwise a host name, which may have a wildcard
   * @param value the name
   */
  public record AltName(boolean uri, String value) {}

  /** The same policy with other metadata. */
  public BackendTlsPolicy with(Metadata other) {
    return new BackendTlsPolicy(other, targets, authorities, wellKnown, hostname, alternatives);
  }

  static BackendTlsPolicy read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    for (String name : List.of("targetRefs", "validation")) {
      if (!spec.has(name)) {
        spec.invalid(name, "is required");
      }
    }
    List<Target> targets = spec.list("targetRefs", ref -> readTarget(metadata.key(), ref));
    check(targets, spec);
    spec.ignore("options");
    Fields validation = spec.object("validation");
    var result =
        new BackendTlsPolicy(
            metadata,
            targets,
            validation.list("caCertificateRefs", ref -> ObjectRef.named(metadata.key(), ref)),
            blankAsAbsent(validation.optionalText("wellKnownCACertificates")),
            spec.has("validation") ? validation.required("hostname") : "",
            validation.list("subjectAltNames", BackendTlsPolicy::readName));
    result.check(validation, spec.has("validation"));
    validation.done();
    spec.done();
    body.done();
    return result;
  }

  private static @Nullable String blankAsAbsent(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  private static Target readTarget(ResourceKey policy, Fields ref) {
    for (String name : List.of("group", "kind")) {
      if (!ref.has(name)) {
        ref.invalid(name, "is required");
      }
    }
    ResourceKey target = References.key(policy, ref, "", "Service");
    String section = blankAsAbsent(ref.optionalText("sectionName"));
    ref.done();
    return new Target(target, section, ref.path());
  }

  /** Targets are distinct: of one object either once as a whole, or by different sections. */
  private static void check(List<Target> targets, Fields spec) {
    if (spec.has("targetRefs") && (targets.isEmpty() || targets.size() > MOST_TARGETS)) {
      spec.invalid("targetRefs", "must have from 1 to " + MOST_TARGETS + " entries");
    }
    var seen = new HashSet<Target>();
    for (Target target : targets) {
      boolean mixed =
          targets.stream()
              .anyMatch(other ->
                  other.target().equals(target.target())
                      && (other.section() == null) != (target.section() == null));
      if (mixed || !seen.add(new Target(target.target(), target.section(), ""))) {
        spec.invalid("targetRefs", "must name " + target.target() + " by different sectionNames");
        return;
      }
    }
  }

  private void check(Fields validation, boolean present) {
    if (present && authorities.isEmpty() == (wellKnown == null)) {
      validation.invalid(
          "caCertificateRefs", "or wellKnownCACertificates must be given, and not both");
    }
    if (authorities.size() > MOST_AUTHORITIES) {
      validation.invalid("caCertificateRefs", "must have at most " + MOST_AUTHORITIES + " entries");
    }
    if (alternatives.size() > MOST_ALTERNATIVES) {
      validation.invalid("subjectAltNames", "must have at most " + MOST_ALTERNATIVES + " entries");
    }
  }

  private static AltName readName(Fields name) {
    String type = name.word("type", "", List.of("Hostname", "URI"));
    if (!name.has("type")) {
      name.invalid("type", "is required");
    }
    boolean uri = "URI".equals(type);
    String field = uri ? "uri" : "hostname";
    String other = uri ? "hostname" : "uri";
    if (name.has(other)) {
      name.invalid(other, "must not be given with type " + type);
      name.ignore(other);
    }
    var result = new AltName(uri, name.required(field));
    name.done();
    return result;
  }
}
