package io.meshtwin.simulator.diff;

import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AddressRange;
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
                (chain.tls() ? "tls" : "plain")
                    + chain.protocols()
                    + chain.mutual()
                    + chain.http()
                    + of(chain.filters()))
            .sorted()
            .collect(Collectors.joining("\n"));
    List<String> caveats = inbound.caveats().stream().map(caveat -> caveat.reason()).toList();
    return inbound.reading() + "\n" + chains + caveats;
  }

  /** What decides, in order. */
  static String of(List<AccessFilter> filters) {
    return filters.stream().map(InboundKey::of).filter(key -> !key.isEmpty()).toList().toString();
  }

  private static String of(AccessFilter filter) {
    return switch (filter) {
      case AccessFilter.Tokens tokens ->
          tokens.rules().stream()
                  .map(rule -> rule.issuer() + rule.audiences() + rule.places() + rule.content())
                  .toList()
              + (tokens.isUsual() ? "" : tokens.demand() + plain(tokens.when()).toString());
      case AccessFilter.Rbac rbac when decides(rbac) -> rbac.action() + policies(rbac);
      case AccessFilter.Rbac _ -> "";
      case AccessFilter.External external -> external.authorizer() + policies(external);
      case AccessFilter.Unmodelled unmodelled ->
          unmodelled.when()
              + unmodelled.caveats().stream().map(c -> c.reason()).toList().toString();
      case AccessFilter.Closed _ -> "closed";
    };
  }

  private static boolean decides(AccessFilter.Rbac rbac) {
    return rbac.enforced() && rbac.action() != AccessFilter.Action.LOG;
  }

  private static String policies(AccessFilter filter) {
    return filter.policies().stream()
        .map(policy -> policy.name() + plain(policy.permission()) + plain(policy.principal()))
        .toList()
        .toString();
  }

  /** A set of one condition is that condition: a proxy's own configuration says only that. */
  private static AccessCondition plain(AccessCondition condition) {
    return switch (condition) {
      case AccessCondition.All all when all.of().size() == 1 -> plain(all.of().getFirst());
      case AccessCondition.All all ->
          new AccessCondition.All(all.of().stream().map(InboundKey::plain).toList());
      case AccessCondition.OneOf one when one.of().size() == 1 -> plain(one.of().getFirst());
      case AccessCondition.OneOf one when one.of().isEmpty() ->
          new AccessCondition.Not(AccessCondition.ALWAYS);
      case AccessCondition.OneOf one ->
          new AccessCondition.OneOf(one.of().stream().map(InboundKey::plain).toList());
      case AccessCondition.Not not -> new AccessCondition.Not(plain(not.of()));
      case AccessCondition.SourceIp ip -> new AccessCondition.SourceIp(plain(ip.range()));
      case AccessCondition.RemoteIp ip -> new AccessCondition.RemoteIp(plain(ip.range()));
      case AccessCondition.DestinationIp ip -> new AccessCondition.DestinationIp(plain(ip.range()));
      case AccessCondition.Permission _, AccessCondition.Principal _ -> condition;
    };
  }

  private static AddressRange plain(AddressRange range) {
    return new AddressRange("", range.first().bits(), range.width(), range.prefix());
  }
}
