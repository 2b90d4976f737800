package io.meshtwin.simulator.diff;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.meshtwin.simulator.access.Matchers;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Policies behind a rule read the path that its rewrite left. What they tell apart is written here
 * as tests of the path that a client sends, where the rule takes it.
 *
 * @param tests of paths as they are sent
 * @param unsure why there may be more; null where these are all
 */
record SentPaths(Set<RouteMatch> tests, @Nullable String unsure) {
  /** A text at the beginning, and the rest as a group: the most usual expression. */
  private static final Pattern SWAP = Pattern.compile("\\^([-/\\w]+)\\(\\.\\*\\)\\$?");

  /**
   * What a rule makes of paths before somebody gets them.
   *
   * @param match which paths
   */
  record Rewrite(RouteMatch match, PathRewrite rewrite, ServicePort to) {
    /** Those of a rule, of its backends and of who gets copies: what the first backend gets. */
    static List<Rewrite> of(RouteMatch match, Effect effect) {
      var result = new ArrayList<Rewrite>();
      if (effect instanceof Effect.Forward forward && !forward.shares().isEmpty()) {
        forward
            .shares()
            .forEach(share -> add(match, share.changes().path(), share.service(), result));
        PathRewrite first = forward.shares().getFirst().changes().path();
        forward
            .handling()
            .copies()
            .forEach(copy -> add(match, first, copy.target().service(), result));
      }
      return result;
    }

    private static void add(
        RouteMatch match,
        @Nullable PathRewrite rewrite,
        @Nullable ServicePort to,
        List<Rewrite> result) {
      if (rewrite != null && to != null) {
        result.add(new Rewrite(match, rewrite, to));
      }
    }
  }

  /**
   * The tests.
   *
   * @param counts whose policies are meant
   */
  static SentPaths of(Doors doors, Collection<Rewrite> rewrites, Predicate<ServicePort> counts) {
    Set<RouteMatch> tests = new LinkedHashSet<>();
    // Sorted: there and back it is the same reason.
    var unsure = new TreeSet<String>();
    for (Rewrite rewrite : rewrites) {
      List<AccessCondition> read =
          counts.test(rewrite.to()) ? doors.atoms(Set.of(rewrite.to())).paths() : List.of();
      for (AccessCondition path : read) {
        List<PathMatch> sent = sent(rewrite, path);
        if (sent != null) {
          sent.forEach(each -> tests.add(new RouteMatch(each, null, List.of(), List.of())));
        } else if (rewrite.rewrite() instanceof PathRewrite.Regex(String expression, String _)) {
          unsure.add("policies read paths that " + expression + " rewrites");
        }
      }
    }
    return new SentPaths(tests, unsure.isEmpty() ? null : unsure.first());
  }

  /** Null where that is not known. */
  private static @Nullable List<PathMatch> sent(Rewrite rewrite, AccessCondition path) {
    boolean anyCase = rewrite.match().ignoreCase();
    return switch (rewrite.rewrite()) {
      case PathRewrite.Full _ -> List.of();
      case PathRewrite.Text text -> sent(new Swap(text.prefix(), text.value(), anyCase), path);
      case PathRewrite.Prefix prefix -> {
        String from = prefix.prefix().equals("/") ? "" : prefix.prefix();
        String to = prefix.value().replaceAll("/+$", "");
        // Where nothing but the prefix is sent and nothing else stands there, a slash is left.
        var result = new ArrayList<PathMatch>(List.of(new PathMatch.Exact(prefix.prefix())));
        result.addAll(sent(new Swap(from, to, anyCase), path));
        yield result;
      }
      case PathRewrite.Regex regex -> sent(regex, path);
    };
  }

  private static @Nullable List<PathMatch> sent(PathRewrite.Regex regex, AccessCondition path) {
    Matcher swap = SWAP.matcher(regex.expression());
    if (swap.matches() && regex.substitution().matches("[^\\\\]*\\\\1")) {
      String to = regex.substitution().substring(0, regex.substitution().length() - 2);
      var result = new ArrayList<PathMatch>(List.of(new PathMatch.Prefix(swap.group(1))));
      result.addAll(sent(new Swap(swap.group(1), to, false), path));
      return result;
    }
    return leavesAlone(regex, path) ? List.of(taken(regex)) : null;
  }

  /** A beginning of paths and what stands in its place. */
  private record Swap(String from, String to, boolean anyCase) {
    PathMatch exact(String rest) {
      return anyCase
          ? new PathMatch.Regex(beginning() + Pattern.quote(rest))
          : new PathMatch.Exact(from + rest);
    }

    PathMatch prefix(String rest) {
      return anyCase ? regex(Pattern.quote(rest) + ".*") : new PathMatch.Prefix(from + rest);
    }

    PathMatch regex(String rest) {
      return new PathMatch.Regex(beginning() + "(" + rest + ")");
    }

    private String beginning() {
      return from.isEmpty() ? "" : (anyCase ? "(?i:" : "(?:") + Pattern.quote(from) + ")";
    }
  }

  private static List<PathMatch> sent(Swap swap, AccessCondition path) {
    return switch (path) {
      case AccessCondition.PathTemplate template -> template(swap, template.template());
      case AccessCondition.Path(StringMatch match) -> sent(swap, match);
      case AccessCondition _ -> List.of();
    };
  }

  private static List<PathMatch> sent(Swap swap, StringMatch match) {
    String to = swap.to();
    return switch (match) {
      case StringMatch.Present _ -> List.of();
      case StringMatch.Exact(String value, boolean _) ->
          value.startsWith(to) ? List.of(swap.exact(value.substring(to.length()))) : List.of();
      case StringMatch.Prefix(String value, boolean _) ->
          value.startsWith(to) ? List.of(swap.prefix(value.substring(to.length()))) : List.of();
      case StringMatch.Suffix(String value, boolean _) -> {
        var result = new ArrayList<>(List.of(swap.regex(".*" + Pattern.quote(value))));
        for (int i = 1; i <= value.length(); i++) {
          if (to.endsWith(value.substring(0, i))) {
            result.add(swap.exact(value.substring(i)));
          }
        }
        yield result;
      }
      // Of an expression that takes anything nothing is to be told apart.
      case StringMatch.Regex regex ->
          regex.equals(StringMatch.SOME) ? List.of() : List.of(swap.regex(regex.value()));
    };
  }

  private static List<PathMatch> template(Swap swap, String template) {
    var rests = new ArrayList<String>();
    rests(List.of(template.split("/", -1)), List.of(swap.to().split("/", -1)), rests);
    return rests.stream().map(swap::regex).toList();
  }

  /** What may follow some segments, the last of which goes on, for a template to take the whole. */
  private static void rests(List<String> template, List<String> written, List<String> rests) {
    if (template.isEmpty()) {
      return;
    }
    String first = template.getFirst();
    List<String> others = template.subList(1, template.size());
    String begun = written.getFirst();
    boolean operator = first.equals("*") || first.equals("**");
    if (written.size() > 1) {
      List<String> later = written.subList(1, written.size());
      if (first.equals("**")) {
        rests(template, later, rests);
      }
      if (first.equals("**") || (operator ? !begun.isEmpty() : first.equals(begun))) {
        rests(others, later, rests);
      }
    } else if (operator || first.startsWith(begun)) {
      String rest = operator ? first : first.substring(begun.length());
      String expression = operator ? Matchers.expression(rest) : Pattern.quote(rest);
      boolean optional = operator && !begun.isEmpty();
      String tail = others.isEmpty() ? "" : "/" + Matchers.expression(String.join("/", others));
      rests.add((optional ? "(" + expression + ")?" : expression) + tail);
    }
  }

  /** Whether a condition takes nothing of what an expression writes, or all of it. */
  private static boolean leavesAlone(PathRewrite.Regex regex, AccessCondition path) {
    int group = regex.substitution().indexOf('\\');
    String written = group < 0 ? regex.substitution() : regex.substitution().substring(0, group);
    if (!regex.expression().startsWith("^") || regex.expression().contains("|")) {
      return false;
    }
    if (group < 0 && isWhole(regex)) {
      return true;
    }
    return switch (path) {
      case AccessCondition.Path(StringMatch.Exact exact) -> !exact.value().startsWith(written);
      case AccessCondition.Path(StringMatch.Prefix prefix) ->
          written.startsWith(prefix.value()) || !prefix.value().startsWith(written);
      case AccessCondition.Path(StringMatch.Present _) -> true;
      case AccessCondition.Path(StringMatch match) -> match.equals(StringMatch.SOME);
      case AccessCondition _ -> false;
    };
  }

  private static boolean isWhole(PathRewrite.Regex regex) {
    return regex.expression().endsWith("$") && !regex.expression().endsWith("\\$");
  }

  /** What such an expression rewrites at all. */
  private static PathMatch taken(PathRewrite.Regex regex) {
    String begun = regex.expression().substring(1);
    return isWhole(regex)
        ? new PathMatch.Regex(begun.substring(0, begun.length() - 1))
        : new PathMatch.Regex("(?:" + begun + ").*");
  }
}
