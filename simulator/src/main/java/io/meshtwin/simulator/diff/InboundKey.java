package io.meshtwin.simulator.diff;

import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.access.AccessFilter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a workload's proxy asks of connections, as a text; where it is written does not count. */
final class InboundKey {
  private InboundKey() {}

  static String of(@Nullable Inbound inbound) {
    if (inbound == null) {
      return "no proxy";
    }
    String chains =
        inbound.chains().stream()
            .map(chain ->
                chain.name()
                    + chain.tls()
                    + chain.protocols()
                    + chain.mutual()
                    + chain.http()
                    + chain.filters().stream().map(InboundKey::of).toList())
            .collect(Collectors.joining("\n"));
    List<String> caveats = inbound.caveats().stream().map(caveat -> caveat.reason()).toList();
    return inbound.mode() + "\n" + chains + caveats;
  }

  static String of(AccessFilter filter) {
    return switch (filter) {
      case AccessFilter.Tokens tokens ->
          tokens.rules().stream()
              .map(rule -> rule.issuer() + rule.audiences() + rule.places() + rule.content())
              .toList()
              .toString();
      case AccessFilter.Rbac rbac ->
          rbac.action() + (rbac.enforced() ? "" : " tried") + policies(rbac);
      case AccessFilter.External external -> external.authorizer() + policies(external);
    };
  }

  private static String policies(AccessFilter filter) {
    return filter.policies().stream()
        .map(policy -> policy.name() + policy.permission() + policy.principal())
        .toList()
        .toString();
  }
}
