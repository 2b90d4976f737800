package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessPolicy;
import java.util.ArrayList;
import java.util.List;

/** {@code envoy.filters.http.rbac}: what a workload's proxy asks before it lets a request in. */
public final class AccessRules {
  private static final String RBAC_FILTER = "envoy.filters.http.rbac";

  private AccessRules() {}

  /**
   * The filters that decide, in their order; what is only tried is left out.
   *
   * @throws UnsupportedAccessException for filters that rest on what the bridge does not serve:
   *     keys of tokens, external authorizers
   */
  public static List<HttpFilter> http(List<AccessFilter> filters)
      throws UnsupportedAccessException {
    var result = new ArrayList<HttpFilter>();
    for (AccessFilter filter : filters) {
      switch (filter) {
        case AccessFilter.Rbac rbac
            when rbac.enforced() && rbac.action() != AccessFilter.Action.LOG ->
            result.add(filter(rbac));
        case AccessFilter.Rbac _ -> {}
        case AccessFilter.Tokens tokens ->
            throw unsupported("tokens", tokens.rules().getFirst().origin());
        case AccessFilter.External external ->
            throw unsupported("the external authorizer " + external.provider(), external.origin());
      }
    }
    return result;
  }

  private static HttpFilter filter(AccessFilter.Rbac rbac) {
    var config =
        io.envoyproxy
            .envoy
            .extensions
            .filters
            .http
            .rbac
            .v3
            .RBAC
            .newBuilder()
            .setRules(rules(rbac))
            .build();
    return HttpFilter.newBuilder().setName(RBAC_FILTER).setTypedConfig(Any.pack(config)).build();
  }

  private static RBAC rules(AccessFilter.Rbac rbac) {
    RBAC.Builder rules =
        RBAC.newBuilder()
            .setAction(
                rbac.action() == AccessFilter.Action.ALLOW ? RBAC.Action.ALLOW : RBAC.Action.DENY);
    for (AccessPolicy policy : rbac.policies()) {
      rules.putPolicies(
          policy.name(),
          Policy.newBuilder()
              .addPermissions(AccessConditions.permission(policy.permission()))
              .addPrincipals(AccessConditions.principal(policy.principal()))
              .build());
    }
    return rules.build();
  }

  private static UnsupportedAccessException unsupported(String what, Origin origin) {
    return new UnsupportedAccessException(new Caveat(what + " cannot be pushed", origin));
  }
}
