package io.meshtwin.twin.resource;

import com.google.re2j.Pattern;
import io.meshtwin.twin.routing.access.AddressRange;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What Istio's webhook demands of the values of an AuthorizationPolicy's rules ({@code
 * pkg/config/validation}, ValidateAuthorizationPolicy; {@code pkg/config/security}).
 */
final class AuthorizationChecks {
  private static final int MOST_ACCOUNTS = 16;
  private static final int LONGEST_ACCOUNT = 320;
  private static final int MOST_PORT = 65535;
  private static final String ONE = "{*}";
  private static final String ANY = "{**}";
  private static final Pattern SEGMENT = Pattern.compile("[a-zA-Z0-9\\-._~%!$&'()+,;:@=]+");
  private static final List<String> FREE_KEYS =
      List.of(
          "source.namespace",
          "source.principal",
          "source.trustDomain",
          "request.auth.principal",
          "request.auth.audiences",
          "request.auth.presenter",
          "connection.sni");
  private static final List<String> MAPS =
      List.of("request.headers", "request.auth.claims", "experimental.envoy.filters.");

  /** What CUSTOM does not support: identities are known only after it has decided. */
  private static final List<String> NOT_CUSTOM =
      List.of("namespaces", "serviceAccounts", "trustDomains", "principals", "requestPrincipals");

  private static final List<String> NOT_CUSTOM_KEYS =
      List.of(
          "source.namespace", "source.serviceAccount", "source.trustDomain", "source.principal");

  private AuthorizationChecks() {}

  static void part(AuthorizationRule.Part part, Fields fields) {
    part.attributes()
        .forEach((name, values) -> {
          Function<String, @Nullable String> check =
              switch (name) {
                case "ipBlocks", "remoteIpBlocks" -> AuthorizationChecks::block;
                case "ports" -> AuthorizationChecks::port;
                case "paths" -> AuthorizationChecks::path;
                case "serviceAccounts" -> AuthorizationChecks::account;
                case "trustDomains" -> AuthorizationChecks::trustDomain;
                default -> _ -> null;
              };
          each(fields, name, values.in(), check);
          each(fields, Values.negation(name), values.notIn(), check);
        });
    boolean named =
        List.of("principals", "namespaces").stream().anyMatch(part.attributes()::containsKey);
    Values accounts = part.of("serviceAccounts");
    if (named && !accounts.isEmpty()) {
      fields.invalid("serviceAccounts", "must not stand beside namespaces or principals");
    }
    if (Math.max(accounts.in().size(), accounts.notIn().size()) > MOST_ACCOUNTS) {
      fields.invalid("serviceAccounts", "must have at most " + MOST_ACCOUNTS + " entries");
    }
  }

  static void condition(AuthorizationRule.Condition condition, Fields fields) {
    String key = condition.key();
    if (condition.values().isEmpty()) {
      fields.invalid("values", "or notValues must be given");
    }
    if (MAPS.stream().anyMatch(key::startsWith)) {
      int open = key.indexOf('[');
      if (!key.endsWith("]") || open <= 0 || open >= key.length() - 2) {
        fields.invalid("key", "must have the form a[b]");
      }
      return;
    }
    Function<String, @Nullable String> check =
        switch (key) {
          case "source.ip", "remote.ip", "destination.ip" -> AuthorizationChecks::block;
          case "destination.port" -> AuthorizationChecks::port;
          case "source.serviceAccount" -> AuthorizationChecks::account;
          default -> _ -> null;
        };
    if (!FREE_KEYS.contains(key)
        && !List.of(
                "source.ip",
                "remote.ip",
                "destination.ip",
                "destination.port",
                "source.serviceAccount")
            .contains(key)) {
      fields.invalid("key", "must be an attribute that Istio knows, found \"" + key + '"');
    }
    each(fields, "values", condition.values().in(), check);
    each(fields, "notValues", condition.values().notIn(), check);
  }

  static void custom(AuthorizationRule rule, Fields fields) {
    for (AuthorizationRule.Part source : rule.from()) {
      NOT_CUSTOM.stream()
          .filter(source.attributes()::containsKey)
          .forEach(name -> fields.invalid("from", "must not have " + name + " with CUSTOM"));
    }
    rule.when().stream()
        .map(AuthorizationRule.Condition::key)
        .filter(key -> NOT_CUSTOM_KEYS.contains(key) || key.startsWith("request.auth."))
        .forEach(key -> fields.invalid("when", "must not read " + key + " with CUSTOM"));
  }

  private static void each(
      Fields fields, String name, List<String> values, Function<String, @Nullable String> check) {
    for (int i = 0; i < values.size(); i++) {
      String wrong = check.apply(values.get(i));
      if (wrong != null) {
        fields.invalid(name + "[" + i + "]", wrong + ", found \"" + values.get(i) + '"');
      }
    }
  }

  private static @Nullable String block(String value) {
    return AddressRange.parse(value) == null ? "must be an IP address or a CIDR range" : null;
  }

  private static @Nullable String port(String value) {
    boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean port = digits && value.length() <= 9 && Integer.parseInt(value) <= MOST_PORT;
    return port ? null : "must be a port from 0 to " + MOST_PORT;
  }

  private static @Nullable String account(String value) {
    long slashes = value.chars().filter(c -> c == '/').count();
    boolean form =
        !value.contains("*") && slashes <= 1 && !value.startsWith("/") && !value.endsWith("/");
    return form && value.length() <= LONGEST_ACCOUNT
        ? null
        : "must be serviceAccount or namespace/serviceAccount";
  }

  private static @Nullable String trustDomain(String value) {
    long stars = value.chars().filter(c -> c == '*').count();
    boolean atEnd = stars == 0 || value.startsWith("*") || value.endsWith("*");
    return stars <= 1 && atEnd && !value.contains("/")
        ? null
        : "must be a trust domain, with at most one * at its start or end";
  }

  /** CheckValidPathTemplate: {@code {**}} only as the last operator, plain segments between. */
  private static @Nullable String path(String value) {
    boolean template = value.contains(ONE) || value.contains(ANY);
    boolean last = false;
    for (String segment : trim(value).split("/", -1)) {
      boolean operator = segment.equals(ONE) || segment.equals(ANY);
      if (operator && last) {
        return "must have {**} only as its last operator";
      }
      last |= segment.equals(ANY);
      if (operator) {
        continue;
      }
      if (segment.contains("{") || segment.contains("}")) {
        return "must have { and } only in whole segments {*} and {**}";
      }
      if (template && !SEGMENT.matches(segment)) {
        return "must have segments of a path's characters between templates";
      }
    }
    return null;
  }

  private static String trim(String path) {
    int start = 0;
    int end = path.length();
    while (start < end && path.charAt(start) == '/') {
      start++;
    }
    while (end > start && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(start, end);
  }
}
