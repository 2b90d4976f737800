package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.routing.ValueMatch;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names of claims in a VirtualService's matches (istio, {@code pkg/jwt/routing.go},
 * ToRoutingClaim): {@code @request.auth.claims.group.team} and {@code
 * @request.auth.claims[group][team]} are the same claim.
 */
final class ClaimNames {
  private static final String CLAIMS = ValueMatch.Named.CLAIM;

  private ClaimNames() {}

  /** The claim's name as routing has it, with brackets; null for the name of a header. */
  static @Nullable String of(String name) {
    if (!name.toLowerCase(Locale.ROOT).startsWith(CLAIMS)) {
      return null;
    }
    String rest = name.substring(CLAIMS.length());
    if (rest.startsWith(".") && rest.length() > 1) {
      return CLAIMS + "[" + rest.substring(1).replace(".", "][") + "]";
    }
    return rest.startsWith("[") && rest.endsWith("]") && rest.length() > 2 ? CLAIMS + rest : null;
  }
}
