package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.access.AccessFilter.Demand;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code JwtRequirement}: one of some providers accepts the token, which must be there, may be
 * missing, or may be anything. Istiod's form for several issuers means the second ({@code
 * policy_applier.go}, convertToEnvoyJwtConfig). Other trees are not modelled.
 *
 * @param providers by name
 */
record Requirements(SortedMap<String, TokenRule> providers) {
  /**
   * What is asked.
   *
   * @param rules one of which must accept
   * @param demand what becomes of other requests
   */
  record Asked(List<TokenRule> rules, Demand demand) {}

  /**
   * Null where it is not modelled, or nothing is asked.
   *
   * @param rule told of what is not modelled
   */
  @Nullable Asked of(Entry requirement, Entry rule) {
    SequencedMap<String, TokenRule> found = new LinkedHashMap<>();
    var others = new ArrayList<String>();
    List<Entry> members =
        requirement.has("requires_any")
            ? requirement
                .message("requires_any", "JwtRequirementOrList")
                .messages("requirements", "JwtRequirement")
            : List.of(requirement);
    members.forEach(member -> add(member, found, others));
    Demand demand =
        switch (others.size()) {
          case 0 -> Demand.ALWAYS;
          case 1 -> demand(others.getFirst());
          default -> null;
        };
    if (demand == null || found.isEmpty()) {
      rule.refuse("requirement of a token");
      return null;
    }
    return new Asked(List.copyOf(found.values()), demand);
  }

  private static @Nullable Demand demand(String other) {
    return switch (other) {
      case "allow_missing" -> Demand.IF_SHOWN;
      case "allow_missing_or_failed" -> Demand.NEVER;
      default -> null;
    };
  }

  private void add(Entry member, Map<String, TokenRule> found, List<String> others) {
    if (member.has("provider_name")) {
      String name = member.text("provider_name");
      provider(member, name, null, found);
    } else if (member.has("provider_and_audiences")) {
      Entry both = member.message("provider_and_audiences", "ProviderWithAudiences");
      provider(both, both.text("provider_name"), both.texts("audiences"), found);
    } else if (member.has("allow_missing")) {
      member.harmless("allow_missing");
      others.add("allow_missing");
    } else if (member.has("allow_missing_or_failed")) {
      member.harmless("allow_missing_or_failed");
      others.add("allow_missing_or_failed");
    } else {
      others.add(eachOrMissing(member, found) ? "allow_missing" : "another");
    }
  }

  private void provider(
      Entry at, String name, @Nullable List<String> audiences, Map<String, TokenRule> found) {
    TokenRule rule = providers.get(name);
    if (rule == null) {
      at.refuse("provider " + name + ", which is not there,");
      return;
    }
    TokenRule asked =
        audiences == null
            ? rule
            : new TokenRule(
                rule.issuer(),
                audiences,
                rule.places(),
                rule.content(),
                rule.keys(),
                rule.origin());
    found.put(name, asked);
  }

  /**
   * Whether each of the providers that are there already accepts, or sees none: where one of them
   * does see a token and accepts it, the list before is content.
   */
  private static boolean eachOrMissing(Entry member, Map<String, TokenRule> found) {
    Entry all = member.message("requires_all", "JwtRequirementAndList");
    var names = new ArrayList<String>();
    for (Entry one : all.messages("requirements", "JwtRequirement")) {
      List<Entry> pair =
          one.message("requires_any", "JwtRequirementOrList")
              .messages("requirements", "JwtRequirement");
      boolean usual =
          pair.size() == 2
              && pair.getFirst().has("provider_name")
              && pair.getLast().harmless("allow_missing").has("allow_missing");
      names.add(usual ? pair.getFirst().text("provider_name") : "");
    }
    return !names.isEmpty() && List.copyOf(found.keySet()).equals(names);
  }
}
