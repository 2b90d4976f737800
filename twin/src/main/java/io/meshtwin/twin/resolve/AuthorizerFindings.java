package io.meshtwin.twin.resolve;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resolve.security.MeshSecurity;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.AuthorizationPolicy.Action;
import java.util.List;
import java.util.stream.Stream;

/**
 * CUSTOM policies that refuse what they take, where they were to have an external authorizer asked
 * ({@code pilot/pkg/security/authz/builder}, buildHTTP and getBadCustomDenyRules).
 */
record AuthorizerFindings(ResolvedMesh mesh, MeshSecurity security) {
  Stream<Finding> all() {
    List<AuthorizationPolicy> custom =
        mesh.image()
            .all(AuthorizationPolicy.class)
            .filter(policy -> policy.action() == Action.CUSTOM && policy.provider() != null)
            .toList();
    return custom.stream()
        .map(policy ->
            MeshFindings.finding(
                FindingCode.CUSTOM_REFUSES,
                policy.metadata(),
                "spec.provider.name",
                why(policy, custom)))
        .filter(finding -> !finding.message().isEmpty());
  }

  private String why(AuthorizationPolicy policy, List<AuthorizationPolicy> custom) {
    String problem = security.unasked(policy);
    if (policy.dryRun()) {
      return problem.isEmpty()
          ? "it is a dry run, and istiod has what a dry run of CUSTOM takes refused"
          : "";
    }
    return problem.isEmpty() ? rival(policy, custom) : problem;
  }

  /** Another provider of a workload's policies: then none is asked. */
  private String rival(AuthorizationPolicy policy, List<AuthorizationPolicy> custom) {
    return mesh.workloads().stream()
        .filter(workload -> mesh.scope(workload).meshed())
        .map(security::policies)
        .filter(attached -> attached.contains(policy.key()))
        .flatMap(attached -> custom.stream().filter(other -> attached.contains(other.key())))
        .filter(other -> !String.valueOf(other.provider()).equals(policy.provider()))
        .map(other ->
            "workloads have CUSTOM policies of several external authorizers: "
                + other.key()
                + " names "
                + other.provider())
        .findFirst()
        .orElse("");
  }
}
