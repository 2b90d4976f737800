package io.meshtwin.simulator.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.TokenRule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The headers that a proxy makes of an accepted token's content (RequestAuthentication, {@code
 * outputClaimToHeaders}). Those that a client sends itself do not get to the workload, with or
 * without a token (Envoy, {@code ExtractorImpl::sanitizeHeaders}).
 */
public final class ClaimHeaders {
  private ClaimHeaders() {}

  /** Names that a client's own request never has behind the filters, in lower case. */
  public static List<String> reserved(List<AccessFilter> filters) {
    var names = new TreeSet<String>();
    for (AccessFilter filter : filters) {
      if (filter instanceof AccessFilter.Tokens tokens) {
        for (TokenRule rule : tokens.rules()) {
          String whole = rule.content().header();
          if (whole != null) {
            names.add(whole.toLowerCase(Locale.ROOT));
          }
          rule.content()
              .claims()
              .keySet()
              .forEach(header -> names.add(header.toLowerCase(Locale.ROOT)));
        }
      }
    }
    return List.copyOf(names);
  }

  /** The headers in which a rule looks for its token. */
  public static List<String> carriers(TokenRule rule) {
    return rule.places().isUsual()
        ? List.of("authorization")
        : rule.places().headers().stream()
            .map(header -> header.name().toLowerCase(Locale.ROOT))
            .toList();
  }

  /** The headers that get a claim; one that the token does not have, or empty, is not written. */
  public static SortedMap<String, String> of(Passage passage) {
    var headers = new TreeMap<String, String>();
    TokenRule rule = passage.accepted();
    if (rule != null) {
      rule.content()
          .claims()
          .forEach((header, path) -> {
            String text = text(at(passage.claims(), path));
            if (!text.isEmpty()) {
              headers.put(header.toLowerCase(Locale.ROOT), text);
            }
          });
    }
    return headers;
  }

  /** What filters do to the headers of a request that passes them. */
  static HeaderChanges told(List<AccessFilter> filters, Passage passage) {
    var gone = new ArrayList<>(reserved(filters));
    TokenRule rule = passage.accepted();
    if (rule != null && !rule.places().kept()) {
      gone.addAll(carriers(rule));
    }
    SortedMap<String, String> written = of(passage);
    gone.removeAll(written.keySet());
    return gone.isEmpty() && written.isEmpty()
        ? HeaderChanges.NONE
        : new HeaderChanges(written, Map.of(), gone);
  }

  /** A claim's name, or its path with dots ({@code StructUtils::GetValue}). */
  private static @Nullable JsonNode at(JsonNode claims, String path) {
    if (claims.has(path)) {
      return claims.get(path);
    }
    JsonNode found = claims;
    for (String name : path.split("\\.", -1)) {
      found = found.path(name);
    }
    return found.isMissingNode() ? null : found;
  }

  /** Lists and objects are JSON in base64 ({@code JwtClaimToHeader.claim_name}). */
  private static String text(@Nullable JsonNode claim) {
    if (claim == null || claim.isNull()) {
      return "";
    }
    if (claim.isContainerNode()) {
      return Base64.getEncoder().encodeToString(claim.toString().getBytes(StandardCharsets.UTF_8));
    }
    return claim.isNumber() ? number(claim.doubleValue()) : claim.asText();
  }

  /** Six digits behind the point, none for whole ones ({@code convertClaimDoubleToString}). */
  private static String number(double value) {
    boolean whole = value >= 0 && value < 0x1p64 && value == Math.rint(value);
    var exact = new BigDecimal(value).setScale(whole ? 0 : 6, RoundingMode.HALF_EVEN);
    return exact.toPlainString();
  }
}
