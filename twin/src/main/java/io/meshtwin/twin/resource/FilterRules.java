package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the CRDs of HTTPRoute and GRPCRoute demand of filters (their CEL rules and enums). */
final class FilterRules {
  private static final int MOST = 16;

  /** The member that belongs to each type. */
  private static final Map<String, String> MEMBERS =
      new TreeMap<>(
          Map.of(
              "RequestHeaderModifier", "requestHeaderModifier",
              "ResponseHeaderModifier", "responseHeaderModifier",
              "RequestMirror", "requestMirror",
              "RequestRedirect", "requestRedirect",
              "URLRewrite", "urlRewrite",
              "CORS", "cors",
              "ExtensionRef", "extensionRef",
              "ExternalAuth", "externalAuth"));

  private static final Set<String> OF_GRPC =
      Set.of("RequestHeaderModifier", "ResponseHeaderModifier", "RequestMirror", "ExtensionRef");

  /** Types that a list has at most once; mirrors, extensions and ExternalAuth may repeat. */
  private static final Set<String> ONCE =
      Set.of(
          "RequestHeaderModifier",
          "ResponseHeaderModifier",
          "RequestRedirect",
          "URLRewrite",
          "CORS");

  private FilterRules() {}

  /** The list of a rule or of a backendRef. */
  static void list(Fields parent) {
    Entries.count(parent, "filters", 0, MOST);
    JsonNode filters = parent.raw("filters");
    var types = new ArrayList<String>();
    for (int i = 0; i < filters.size(); i++) {
      String type = filters.get(i).path("type").asText();
      if (ONCE.contains(type) && types.contains(type)) {
        parent.invalid("filters[" + i + "].type", "must be there once, found " + type + " again");
      }
      types.add(type);
    }
    if (types.contains("RequestRedirect") && types.contains("URLRewrite")) {
      parent.invalid("filters", "must not have both RequestRedirect and URLRewrite");
    }
  }

  /** One filter: its type, the member that belongs to it, and no other. */
  static void single(Fields filter, String type, boolean grpc) {
    if (filter.has("type") && !(grpc ? OF_GRPC : MEMBERS.keySet()).contains(type)) {
      var known = MEMBERS.keySet().stream().filter(t -> !grpc || OF_GRPC.contains(t)).toList();
      filter.invalid("type", "must be one of " + String.join(", ", known) + ", found " + type);
    }
    MEMBERS.forEach((owner, member) -> {
      if (grpc && !OF_GRPC.contains(owner)) {
        return;
      }
      if (owner.equals(type) && !filter.has(member)) {
        filter.invalid(member, "is required with type " + type);
      } else if (!owner.equals(type) && filter.has(member)) {
        filter.invalid(member, "must not be given with type " + type);
        filter.ignore(member);
      }
    });
  }

  /** What HTTPRouteRule demands of its filters beside its matches and backends. */
  static void besideMatches(Fields rule) {
    JsonNode filters = rule.raw("filters");
    JsonNode backends = rule.raw("backendRefs");
    for (int i = 0; i < filters.size() && !backends.isEmpty(); i++) {
      if (filters.get(i).has("requestRedirect")) {
        rule.invalid("filters[" + i + "].requestRedirect", "must not be given with backendRefs");
      }
    }
    if (onePrefix(rule.raw("matches"))) {
      return;
    }
    for (String member : List.of("requestRedirect", "urlRewrite")) {
      List<Integer> own = replacingPrefix(filters, member);
      if (own.size() == 1) {
        refuse(rule, "filters[" + own.getFirst() + "]." + member);
      }
      List<String> inner = new ArrayList<>();
      for (int i = 0; i < backends.size(); i++) {
        List<Integer> found = replacingPrefix(backends.get(i).path("filters"), member);
        if (found.size() == 1) {
          inner.add("backendRefs[" + i + "].filters[" + found.getFirst() + "]." + member);
        }
      }
      if (inner.size() == 1) {
        refuse(rule, inner.getFirst());
      }
    }
  }

  private static void refuse(Fields rule, String member) {
    rule.invalid(
        member + ".path.replacePrefixMatch", "needs exactly one match, by PathPrefix, in the rule");
  }

  /** An absent list is filled with one PathPrefix, as is a match without a path. */
  private static boolean onePrefix(JsonNode matches) {
    return matches.isMissingNode()
        || (matches.size() == 1
            && matches.get(0).path("path").path("type").asText("PathPrefix").equals("PathPrefix"));
  }

  private static List<Integer> replacingPrefix(JsonNode filters, String member) {
    var result = new ArrayList<Integer>();
    for (int i = 0; i < filters.size(); i++) {
      JsonNode path = filters.get(i).path(member).path("path");
      if (path.path("type").asText().equals("ReplacePrefixMatch")
          && path.has("replacePrefixMatch")) {
        result.add(i);
      }
    }
    return result;
  }
}
