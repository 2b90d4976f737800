package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.routing.RouteRule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Rules of VirtualServices at gateways, translated once for an image and for its forks in which
 * nothing but VirtualServices differs. Those that delegate to others rest on these, and are
 * translated anew.
 */
final class Translated {
  private final Map<At, Known> known = new ConcurrentHashMap<>();

  private record At(
      ResourceKey service, String gateway, int port, boolean tls, ClientScope proxies) {}

  private record Known(VirtualService service, List<RouteRule> rules) {}

  /**
   * The rules of a VirtualService.
   *
   * @param translate works them out
   */
  @SuppressWarnings("ReferenceEquality") // an image and its forks share what they did not change
  List<RouteRule> of(
      VirtualService service,
      ServedServer served,
      ClientScope proxies,
      Supplier<List<RouteRule>> translate) {
    if (service.http().stream()
        .anyMatch(rule -> rule.action() instanceof VirtualRule.Action.Delegate)) {
      return translate.get();
    }
    var at =
        new At(
            service.key(),
            served.gatewayName(),
            served.server().port(),
            served.server().tls() != null,
            proxies);
    Known found = known.get(at);
    if (found == null) {
      List<RouteRule> rules = translate.get();
      known.putIfAbsent(at, new Known(service, rules));
      return rules;
    }
    return found.service() == service ? found.rules() : translate.get();
  }
}
