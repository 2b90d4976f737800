package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the CRDs of the routes demand of a specification and of a rule as a whole (limits and CEL
 * rules of {@code spec}, {@code spec.parentRefs}, {@code spec.rules}).
 */
final class RouteRules {
  private static final int MOST_PARENTS = 32;
  private static final int MOST_HOSTNAMES = 16;
  private static final int MOST_NAMES_OF_TLS = 1024;
  private static final int MOST_RULES = 16;
  private static final int MOST_MATCHES = 64;
  private static final int MOST_MATCHES_OF_ALL = 128;
  private static final int MOST_BACKENDS = 16;

  /** An IPv4 address as CEL's isIP reads it; IPv6 addresses are no Hostname already. */
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

  private RouteRules() {}

  /** HTTPRouteSpec. A rule without matches has the one that the API server fills in. */
  static void http(Fields spec) {
    common(spec);
    Entries.count(spec, "hostnames", 0, MOST_HOSTNAMES);
    Form.HOSTNAME.checkEach(spec, "hostnames");
    Entries.count(spec, "rules", 1, MOST_RULES);
    matches(spec, 1);
  }

  /** GRPCRouteSpec. */
  static void grpc(Fields spec) {
    common(spec);
    Entries.count(spec, "hostnames", 0, MOST_HOSTNAMES);
    Form.HOSTNAME.checkEach(spec, "hostnames");
    Entries.count(spec, "rules", 0, MOST_RULES);
    matches(spec, 0);
  }

  /**
   * TCPRouteSpec, TLSRouteSpec, UDPRouteSpec: v1alpha2 allows several rules, and a TLSRoute without
   * hostnames.
   */
  static void stream(Fields spec, boolean tls, String apiVersion) {
    boolean alpha = apiVersion.endsWith("/v1alpha2");
    common(spec);
    Entries.required(spec, "rules", 1, alpha ? MOST_RULES : 1);
    if (!tls) {
      return;
    }
    Form.HOSTNAME.checkEach(spec, "hostnames");
    if (alpha) {
      Entries.count(spec, "hostnames", 0, MOST_NAMES_OF_TLS);
      return;
    }
    Entries.required(spec, "hostnames", 1, MOST_NAMES_OF_TLS);
    JsonNode hostnames = spec.raw("hostnames");
    for (int i = 0; i < hostnames.size(); i++) {
      if (IPV4.matcher(hostnames.get(i).asText()).matches()) {
        spec.invalid("hostnames[" + i + "]", "must not be an IP address");
      }
    }
  }

  /** The name and the lists of a rule of an HTTPRoute or a GRPCRoute. */
  static void rule(Fields rule) {
    Form.SECTION_NAME.check(rule, "name");
    Entries.count(rule, "matches", 0, MOST_MATCHES);
    Entries.count(rule, "backendRefs", 0, MOST_BACKENDS);
  }

  /** The name and the backends of a rule of a TCPRoute, TLSRoute or UDPRoute. */
  static void streamRule(Fields rule) {
    Form.SECTION_NAME.check(rule, "name");
    Entries.required(rule, "backendRefs", 1, MOST_BACKENDS);
  }

  /** A reference to a Service of the core group has a port (BackendObjectReference). */
  static void port(Fields ref) {
    boolean service =
        ref.text("group", "").isEmpty() && ref.text("kind", "Service").equals("Service");
    if (service && !ref.has("port")) {
      ref.invalid("port", "is required for a Service");
    }
  }

  private static void common(Fields spec) {
    spec.word("useDefaultGateways", null, List.of("All", "None"));
    Entries.count(spec, "parentRefs", 0, MOST_PARENTS);
    Entries.distinctNames(spec, "rules");
    JsonNode refs = spec.raw("parentRefs");
    if (refs.size() <= MOST_PARENTS) {
      parents(spec, refs);
    }
  }

  /** References to one parent all have a sectionName or none, the same of port, and differ. */
  private static void parents(Fields spec, JsonNode refs) {
    var seen = new HashSet<List<String>>();
    for (int i = 0; i < refs.size(); i++) {
      JsonNode ref = refs.get(i);
      List<String> target = target(ref);
      String section = ref.path("sectionName").asText();
      String port = ref.path("port").asText();
      boolean mixed = false;
      for (int before = 0; before < i; before++) {
        JsonNode other = refs.get(before);
        mixed |=
            target(other).equals(target)
                && (other.path("sectionName").asText().isEmpty() != section.isEmpty()
                    || other.path("port").asText().isEmpty() != port.isEmpty());
      }
      if (mixed) {
        spec.invalid(
            "parentRefs[" + i + "]", "must say sectionName or port as others to this parent do");
      } else if (!seen.add(List.of(String.join("|", target), section, port))) {
        spec.invalid(
            "parentRefs[" + i + "]",
            "must differ in sectionName or port from others to this parent");
      }
    }
  }

  /** As the CRD compares: an absent namespace is another one than the route's own, said. */
  private static List<String> target(JsonNode ref) {
    return List.of(
        ref.path("group").asText(ParentRef.GATEWAY_GROUP),
        ref.path("kind").asText("Gateway"),
        ref.path("name").asText(),
        ref.path("namespace").asText());
  }

  private static void matches(Fields spec, int absent) {
    int sum = 0;
    for (JsonNode rule : spec.raw("rules")) {
      sum += rule.has("matches") ? rule.path("matches").size() : absent;
    }
    if (sum > MOST_MATCHES_OF_ALL) {
      spec.invalid(
          "rules", "must have at most " + MOST_MATCHES_OF_ALL + " matches in all, have " + sum);
    }
  }
}
