package io.meshtwin.twin.resolve;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.AuthorizationRule;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.Values;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Sources of AuthorizationPolicies that nobody in the mesh can be. */
final class SourceFindings {
  private static final String NAMESPACES = "namespaces";
  private static final String ANY = "*";

  private final MeshImage image;

  /** Known by themselves, or by what is in them. */
  private final Set<String> namespaces = new TreeSet<>();

  SourceFindings(MeshImage image) {
    this.image = image;
    image.all(Namespace.class).forEach(namespace -> namespaces.add(namespace.key().name()));
    image.resources().keySet().forEach(key -> namespaces.add(key.namespace()));
    namespaces.remove("");
  }

  Stream<Finding> all() {
    return image
        .all(AuthorizationPolicy.class)
        .flatMap(policy ->
            policy.rules().stream()
                .flatMap(rule -> rule.from().stream())
                .flatMap(from -> of(policy, from)));
  }

  private Stream<Finding> of(AuthorizationPolicy policy, AuthorizationRule.Part from) {
    Values asked = from.of(NAMESPACES);
    return Stream.concat(
        missing(policy, from.field() + "." + NAMESPACES, asked.in(), "nobody comes from there"),
        missing(
            policy,
            from.field() + "." + Values.negation(NAMESPACES),
            asked.notIn(),
            "it keeps nobody away"));
  }

  private Stream<Finding> missing(
      AuthorizationPolicy policy, String field, List<String> names, String effect) {
    return names.stream()
        .filter(name -> namespaces.stream().noneMatch(known -> meets(name, known)))
        .map(name ->
            MeshFindings.finding(
                FindingCode.SOURCE_NOT_FOUND,
                policy.metadata(),
                field,
                "the mesh has no namespace " + name + ": " + effect));
  }

  /** A wildcard stands at the beginning, at the end, or alone ({@code StringMatcherWithPrefix}). */
  private static boolean meets(String asked, String name) {
    if (asked.equals(ANY)) {
      return true;
    }
    if (asked.startsWith(ANY)) {
      return name.endsWith(asked.substring(1));
    }
    return asked.endsWith(ANY)
        ? name.startsWith(asked.substring(0, asked.length() - 1))
        : name.equals(asked);
  }
}
