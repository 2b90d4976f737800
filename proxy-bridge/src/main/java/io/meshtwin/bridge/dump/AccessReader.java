package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessPolicy;
import io.meshtwin.twin.routing.access.AddressRange;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code RBAC}, of requests and of connections alike. What it does not know its entry tells. */
final class AccessReader {
  private static final String METHOD = ":method";
  private static final String HOST = ":authority";

  /** Where Istio's proxies note the peer's identity of a connection that came through a tunnel. */
  private static final String PEER = "io.istio.peer_principal";

  private final ResourceKey origin;

  AccessReader(ResourceKey origin) {
    this.origin = origin;
  }

  /** What the filters cite. */
  ResourceKey origin() {
    return origin;
  }

  /** The policies of a filter that decides. */
  AccessFilter of(Entry config) {
    config.harmless("stat_prefix", "rules_stat_prefix", "shadow_rules", "track_per_rule_stats");
    config.harmless("shadow_rules_stat_prefix", "shadow_matcher", "enforcement_type");
    Entry rules = config.message("rules", "RBAC").harmless("audit_logging_options");
    AccessFilter.Action action =
        switch (rules.text("action")) {
          case "DENY" -> AccessFilter.Action.DENY;
          case "LOG" -> AccessFilter.Action.LOG;
          default -> AccessFilter.Action.ALLOW;
        };
    var policies = new ArrayList<AccessPolicy>();
    for (Map.Entry<String, Entry> named : rules.byName("policies", "Policy").entrySet()) {
      Entry policy = named.getValue();
      var permissions =
          policy.messages("permissions", "Permission").stream().map(this::permission).toList();
      var principals =
          policy.messages("principals", "Principal").stream().map(this::principal).toList();
      var place = new Origin(origin, policy.place(), null);
      policies.add(new AccessPolicy(named.getKey(), oneOf(permissions), oneOf(principals), place));
    }
    return new AccessFilter.Rbac(action, true, policies);
  }

  private static AccessCondition oneOf(List<AccessCondition> conditions) {
    return conditions.size() == 1 ? conditions.getFirst() : new AccessCondition.OneOf(conditions);
  }

  private AccessCondition permission(Entry entry) {
    if (entry.has("and_rules")) {
      Entry set = entry.message("and_rules", "Set");
      return all(set.messages("rules", "Permission").stream().map(this::permission).toList());
    }
    if (entry.has("or_rules")) {
      Entry set = entry.message("or_rules", "Set");
      return oneOf(set.messages("rules", "Permission").stream().map(this::permission).toList());
    }
    if (entry.has("not_rule")) {
      return new AccessCondition.Not(permission(entry.message("not_rule", "Permission")));
    }
    if (entry.has("destination_ip")) {
      return new AccessCondition.DestinationIp(range(entry.message("destination_ip", "CidrRange")));
    }
    if (entry.has("destination_port")) {
      return new AccessCondition.DestinationPort(entry.number("destination_port", 0));
    }
    if (entry.has("uri_template")) {
      Entry template = entry.message("uri_template", "TypedExtensionConfig").harmless("name");
      Entry config = template.typed("typed_config");
      if (!config.type().endsWith(".UriTemplateMatchConfig")) {
        template.refuse(config.type());
      }
      return new AccessCondition.PathTemplate(config.text("path_template"));
    }
    if (entry.has("requested_server_name")) {
      Entry name = entry.message("requested_server_name", "StringMatcher");
      return new AccessCondition.ServerName(text(name));
    }
    return either(entry);
  }

  private AccessCondition principal(Entry entry) {
    if (entry.has("and_ids")) {
      Entry set = entry.message("and_ids", "Set");
      return all(set.messages("ids", "Principal").stream().map(this::principal).toList());
    }
    if (entry.has("or_ids")) {
      Entry set = entry.message("or_ids", "Set");
      return oneOf(set.messages("ids", "Principal").stream().map(this::principal).toList());
    }
    if (entry.has("not_id")) {
      return new AccessCondition.Not(principal(entry.message("not_id", "Principal")));
    }
    if (entry.has("authenticated")) {
      Entry name = entry.message("authenticated", "Authenticated");
      if (!name.has("principal_name")) {
        name.refuse("any name");
      }
      return new AccessCondition.Peer(text(name.message("principal_name", "StringMatcher")));
    }
    if (entry.has("filter_state")) {
      Entry state = entry.message("filter_state", "FilterStateMatcher");
      if (!state.text("key").equals(PEER)) {
        state.refuse("key " + state.text("key"));
      }
      return new AccessCondition.Peer(text(state.message("string_match", "StringMatcher")));
    }
    if (entry.has("direct_remote_ip")) {
      return new AccessCondition.SourceIp(range(entry.message("direct_remote_ip", "CidrRange")));
    }
    if (entry.has("remote_ip")) {
      return new AccessCondition.RemoteIp(range(entry.message("remote_ip", "CidrRange")));
    }
    return either(entry);
  }

  /** What permissions and principals both know; anything else is told. */
  private AccessCondition either(Entry entry) {
    if (entry.flag("any", false)) {
      return AccessCondition.ALWAYS;
    }
    if (entry.has("url_path")) {
      Entry path = entry.message("url_path", "PathMatcher").message("path", "StringMatcher");
      return new AccessCondition.Path(text(path));
    }
    if (entry.has("metadata")) {
      return MetadataMatches.of(entry.message("metadata", "MetadataMatcher"));
    }
    if (entry.has("sourced_metadata")) {
      Entry sourced = entry.message("sourced_metadata", "SourcedMetadata");
      if (!List.of("", "DYNAMIC").contains(sourced.text("metadata_source"))) {
        sourced.refuse("metadata_source " + sourced.text("metadata_source"));
      }
      return MetadataMatches.of(sourced.message("metadata_matcher", "MetadataMatcher"));
    }
    if (entry.has("header")) {
      return header(entry.message("header", "HeaderMatcher"));
    }
    if (entry.unread().isEmpty()) {
      entry.refuse("condition");
    }
    return AccessCondition.ALWAYS;
  }

  private static AccessCondition all(List<AccessCondition> conditions) {
    return conditions.size() == 1 ? conditions.getFirst() : new AccessCondition.All(conditions);
  }

  static AccessCondition header(Entry header) {
    String name = header.text("name").toLowerCase(Locale.ROOT);
    boolean inverted = header.flag("invert_match", false);
    if (header.has("present_match")) {
      boolean absent = header.flag("present_match", true) == inverted;
      AccessCondition there = named(name, StringMatch.PRESENT);
      return absent ? new AccessCondition.Not(there) : there;
    }
    AccessCondition match =
        named(
            name,
            header.has("string_match")
                ? text(header.message("string_match", "StringMatcher"))
                : old(header));
    return inverted
        ? new AccessCondition.All(
            List.of(named(name, StringMatch.PRESENT), new AccessCondition.Not(match)))
        : match;
  }

  private static AccessCondition named(String name, StringMatch match) {
    return switch (name) {
      case METHOD -> new AccessCondition.Method(match);
      case HOST -> new AccessCondition.Host(match);
      default -> new AccessCondition.Header(name, match);
    };
  }

  /** The fields that {@code string_match} replaces. */
  private static StringMatch old(Entry header) {
    if (header.has("exact_match")) {
      return new StringMatch.Exact(header.text("exact_match"), false);
    }
    if (header.has("prefix_match")) {
      return new StringMatch.Prefix(header.text("prefix_match"), false);
    }
    if (header.has("suffix_match")) {
      return new StringMatch.Suffix(header.text("suffix_match"), false);
    }
    if (header.has("safe_regex_match")) {
      Entry regex = header.message("safe_regex_match", "RegexMatcher").harmless("google_re2");
      return new StringMatch.Regex(regex.text("regex"));
    }
    return StringMatch.PRESENT;
  }

  static StringMatch text(Entry matcher) {
    boolean anyCase = matcher.flag("ignore_case", false);
    if (matcher.has("exact")) {
      return new StringMatch.Exact(matcher.text("exact"), anyCase);
    }
    if (matcher.has("prefix")) {
      return new StringMatch.Prefix(matcher.text("prefix"), anyCase);
    }
    if (matcher.has("suffix")) {
      return new StringMatch.Suffix(matcher.text("suffix"), anyCase);
    }
    if (matcher.has("contains") && !anyCase) {
      return new StringMatch.Regex(".*" + Expressions.quote(matcher.text("contains")) + ".*");
    }
    if (matcher.has("safe_regex")) {
      Entry regex = matcher.message("safe_regex", "RegexMatcher").harmless("google_re2");
      return new StringMatch.Regex(regex.text("regex"));
    }
    matcher.refuse("match");
    return StringMatch.PRESENT;
  }

  private static AddressRange range(Entry range) {
    String text = range.text("address_prefix") + "/" + range.number("prefix_len", 0);
    AddressRange parsed = AddressRange.parse(text);
    if (parsed == null) {
      throw new DumpException("no range of addresses at " + range.place() + ": " + text);
    }
    return parsed;
  }
}
