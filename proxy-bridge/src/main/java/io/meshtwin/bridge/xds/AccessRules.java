package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessFilter.Action;
import io.meshtwin.twin.routing.access.AccessPolicy;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a proxy asks before it lets a request or a connection in, in the order of routing: {@code
 * envoy.filters.http.rbac}, {@code envoy.filters.network.rbac} and {@link TokenChecks} ({@code
 * pilot/pkg/security/authz/builder}).
 *
 * <p>An external authorizer is not reached from here: what its policies take is refused.
 *
 * @param keys where public keys of tokens come from
 * @param notModelled told of what is refused instead
 */
public record AccessRules(SecretSource keys, Consumer<Caveat> notModelled) {
  private static final String RBAC_FILTER = "envoy.filters.http.rbac";
  private static final String NETWORK_RBAC_FILTER = "envoy.filters.network.rbac";

  /** The filters of requests to a workload. */
  public List<HttpFilter> http(List<AccessFilter> filters) {
    return http(filters, false);
  }

  /**
   * The filters of requests to a gateway or to a workload.
   *
   * @param reroutes whether a route is chosen anew once a token was accepted, as at gateways
   */
  List<HttpFilter> http(List<AccessFilter> filters, boolean reroutes) {
    return filters.stream().map(filter -> http(filter, reroutes)).toList();
  }

  private HttpFilter http(AccessFilter filter, boolean reroutes) {
    return switch (filter) {
      case AccessFilter.Rbac rbac -> http(rbac);
      case AccessFilter.External external -> http(refusing(external));
      case AccessFilter.Tokens tokens ->
          new TokenChecks(keys, notModelled, reroutes).filter(tokens);
    };
  }

  private static HttpFilter http(AccessFilter.Rbac rbac) {
    var config = io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC.newBuilder();
    if (rbac.enforced()) {
      config.setRules(rules(rbac));
    } else {
      config.setShadowRules(rules(rbac)).setShadowRulesStatPrefix(shadow(rbac));
    }
    return HttpFilter.newBuilder()
        .setName(RBAC_FILTER)
        .setTypedConfig(Any.pack(config.build()))
        .build();
  }

  /**
   * The filters of connections whose content is not read; tokens are not seen there.
   *
   * @param statPrefix begins the names of their statistics
   */
  List<Filter> connections(List<AccessFilter> filters, String statPrefix) {
    return filters.stream()
        .filter(filter -> !(filter instanceof AccessFilter.Tokens))
        .map(filter ->
            switch (filter) {
              case AccessFilter.Rbac rbac -> connections(rbac, statPrefix);
              case AccessFilter.External external -> connections(refusing(external), statPrefix);
              case AccessFilter.Tokens tokens ->
                  throw new IllegalArgumentException(tokens.toString());
            })
        .toList();
  }

  private static Filter connections(AccessFilter.Rbac rbac, String statPrefix) {
    var config =
        io.envoyproxy
            .envoy
            .extensions
            .filters
            .network
            .rbac
            .v3
            .RBAC
            .newBuilder()
            .setStatPrefix(statPrefix);
    if (rbac.enforced()) {
      config.setRules(rules(rbac));
    } else {
      config.setShadowRules(rules(rbac)).setShadowRulesStatPrefix(shadow(rbac));
    }
    Message built = config.build();
    return Filter.newBuilder().setName(NETWORK_RBAC_FILTER).setTypedConfig(Any.pack(built)).build();
  }

  /** As istiod does where it does not know the provider (getBadCustomDenyRules). */
  private AccessFilter.Rbac refusing(AccessFilter.External external) {
    String what = "the external authorizer " + external.provider() + " is not asked";
    notModelled.accept(new Caveat(what, external.origin()));
    return new AccessFilter.Rbac(Action.DENY, true, external.policies());
  }

  /** Where dry runs are counted (shadowRuleStatPrefix). */
  private static String shadow(AccessFilter.Rbac rbac) {
    return switch (rbac.action()) {
      case ALLOW -> "istio_dry_run_allow_";
      case DENY -> "istio_dry_run_deny_";
      case LOG -> "";
    };
  }

  private static RBAC rules(AccessFilter.Rbac rbac) {
    RBAC.Builder rules = RBAC.newBuilder().setAction(action(rbac.action()));
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

  private static RBAC.Action action(Action action) {
    return switch (action) {
      case ALLOW -> RBAC.Action.ALLOW;
      case DENY -> RBAC.Action.DENY;
      case LOG -> RBAC.Action.LOG;
    };
  }
}
