package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code MetadataMatcher}: claims of tokens as istiod and this bridge write them ({@code
 * authz/model/util.go}); what any other filter leaves is not known.
 */
final class MetadataMatches {
  static final String TOKENS = "envoy.filters.http.jwt_authn";
  private static final String PAYLOAD = "payload";

  private MetadataMatches() {}

  /** A condition; what it does not know its entry tells. */
  static AccessCondition of(Entry matcher) {
    var path = new ArrayList<String>();
    for (Entry segment : matcher.messages("path", "PathSegment")) {
      path.add(segment.text("key"));
    }
    String filter = matcher.text("filter");
    Entry value = matcher.message("value", "ValueMatcher");
    boolean inverted = matcher.flag("invert", false);
    boolean claim = filter.equals(TOKENS) && path.size() > 1 && path.getFirst().equals(PAYLOAD);
    if (!claim) {
      value.harmless();
      var unknown =
          new AccessCondition.FilterMetadata(filter, path.isEmpty() ? "" : path.getLast());
      return inverted ? new AccessCondition.Not(unknown) : unknown;
    }
    var texts = new ArrayList<StringMatch>();
    var listed = new ArrayList<StringMatch>();
    values(value, texts, listed);
    if (!listed.isEmpty() && !listed.equals(texts)) {
      value.refuse("other values in a list than alone");
    }
    var condition =
        new AccessCondition.Claim(path.subList(1, path.size()), texts, !listed.isEmpty());
    return inverted ? new AccessCondition.Not(condition) : condition;
  }

  /** What takes the value itself, and what takes an entry of a list. */
  private static void values(Entry value, List<StringMatch> texts, List<StringMatch> listed) {
    if (value.has("or_match")) {
      Entry any = value.message("or_match", "OrMatcher");
      for (Entry one : any.messages("value_matchers", "ValueMatcher")) {
        values(one, texts, listed);
      }
    } else if (value.has("list_match")) {
      Entry list = value.message("list_match", "ListMatcher");
      values(list.message("one_of", "ValueMatcher"), listed, new ArrayList<>());
    } else if (value.has("string_match")) {
      texts.add(AccessReader.text(value.message("string_match", "StringMatcher")));
    } else {
      value.refuse("value");
    }
  }
}
