package io.meshtwin.testkit.kube;

import java.io.IOException;

/** What the users of {@link Credentials} may do. */
final class AccessRules {
  private static final String PATH = "/apis/rbac.authorization.k8s.io/v1/";

  private AccessRules() {}

  static void install(ApiClient api) throws IOException {
    api.apply(
        PATH + "clusterroles/meshtwin-reader",
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: meshtwin-reader}
        rules:
        - {apiGroups: ["*"], resources: ["*"], verbs: [get, list, watch]}
        """);
    bind(api, "meshtwin-readers", "meshtwin-reader", Credentials.READERS);
    bind(api, "meshtwin-engineers", "cluster-admin", Credentials.ENGINEERS);
  }

  private static void bind(ApiClient api, String name, String role, String group)
      throws IOException {
    api.apply(
        PATH + "clusterrolebindings/" + name,
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: %s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "%s"}
        """
            .formatted(name, role, group));
  }
}
