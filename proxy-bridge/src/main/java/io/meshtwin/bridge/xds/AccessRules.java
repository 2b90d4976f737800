package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code envoy.filters.http.rbac}, {@code envoy.filters.network.rbac} and {@link TokenChecks}: what
 * a proxy asks before it lets a request or a connection in.
 */
public final class AccessRules {
  private static final String RBAC_FILTER = "envoy.filters.http.rbac";
  private static final String CONNECTION_FILTER = "envoy.filters.network.rbac";

  private AccessRules() {}

  /**
   * The filters that decide about requests to a workload, in their order; what is only tried is
   * left out.
   *
   * @throws UnsupportedAccessException for filters that rest on what the bridge does not serve:
   *     keys of tokens that are fetched, external authorizers
   */
  public static List<HttpFilter> http(List<AccessFilter> filters)
      throws UnsupportedAccessException {
    return http(filters, false);
  }

  /**
   * The same for requests to a gateway or to a workload.
   *
   * @param reroutes whether a route is chosen anew once a token was accepted, as at gateways
   */
  public static List<HttpFilter> http(List<AccessFilter> filters, boolean reroutes)
      throws UnsupportedAccessException {
    var result = new ArrayList<HttpFilter>();
    for (AccessFilter filter : filters) {
      switch (filter) {
        case AccessFilter.Rbac rbac when decides(rbac) -> result.add(filter(rbac));
        case AccessFilter.Rbac _ -> {}
        case AccessFilter.Tokens tokens -> result.add(TokenChecks.filter(tokens, reroutes));
        case AccessFilter.External external ->
            throw unsupported("the external authorizer " + external.provider(), external.origin());
      }
    }
    return result;
  }

  /**
   * The filters that decide about connections, in their order; tokens are not seen there.
   *
   * @param statPrefix begins the names of their statistics
   * @throws UnsupportedAccessException for external authorizers
   */
  public static List<Filter> connections(List<AccessFilter> filters, String statPrefix)
      throws UnsupportedAccessException {
    var result = new ArrayList<Filter>();
    for (AccessFilter filter : filters) {
      switch (filter) {
        case AccessFilter.Rbac rbac when decides(rbac) ->
            result.add(
                Filter.newBuilder()
                    .setName(CONNECTION_FILTER)
                    .setTypedConfig(
                        Any.pack(
                            io.envoyproxy
                                .envoy
                                .extensions
                                .filters
                                .network
                                .rbac
                                .v3
                                .RBAC
                                .newBuilder()
                                .setStatPrefix(statPrefix)
                                .setRules(rules(rbac))
                                .build()))
                    .build());
        case AccessFilter.Rbac _, AccessFilter.Tokens _ -> {}
        case AccessFilter.External external ->
            throw unsupported("the external authorizer " + external.provider(), external.origin());
      }
    }
    return result;
  }

  private static boolean decides(AccessFilter.Rbac rbac) {
    return rbac.enforced() && rbac.action() != AccessFilter.Action.LOG;
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
