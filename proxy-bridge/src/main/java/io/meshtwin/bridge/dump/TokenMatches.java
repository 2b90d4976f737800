package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.ArrayList;
import java.util.List;

/** {@code RequirementRule.match}: a {@code RouteMatch} as a condition. */
final class TokenMatches {
  private TokenMatches() {}

  /** A condition; what it does not know its entry tells. */
  static AccessCondition of(Entry match) {
    if (!match.flag("case_sensitive", true)) {
      match.refuse("case_sensitive");
    }
    var all = new ArrayList<AccessCondition>();
    if (match.has("path")) {
      all.add(path(new StringMatch.Exact(match.text("path"), false)));
    } else if (match.has("safe_regex")) {
      Entry regex = match.message("safe_regex", "RegexMatcher").harmless("google_re2");
      all.add(path(new StringMatch.Regex(regex.text("regex"))));
    } else if (match.has("path_separated_prefix")) {
      String prefix = match.text("path_separated_prefix");
      all.add(
          new AccessCondition.OneOf(
              List.of(
                  path(new StringMatch.Exact(prefix, false)),
                  path(new StringMatch.Prefix(prefix + "/", false)))));
    } else if (match.has("prefix")) {
      all.add(path(new StringMatch.Prefix(match.text("prefix"), false)));
    } else {
      match.refuse("path");
    }
    for (Entry header : match.messages("headers", "HeaderMatcher")) {
      // Values in several lines are compared otherwise here than in policies.
      if (!header.has("present_match")) {
        header.refuse("match of a value");
      }
      all.add(AccessReader.header(header));
    }
    return all.size() == 1 ? all.getFirst() : new AccessCondition.All(all);
  }

  private static AccessCondition path(StringMatch match) {
    return new AccessCondition.Path(match);
  }
}
