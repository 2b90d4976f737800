package io.meshtwin.simulator.flow;

import io.meshtwin.twin.regex.Expression;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A rule's match made ready to be asked often: expressions are compiled once. */
public final class CompiledMatch {
  private final RouteMatch match;
  private final Text path;
  private final List<Named> headers;
  private final List<Named> query;

  /** A test of a text that is there. */
  private sealed interface Text {
    boolean takes(String text);

    record Exactly(String value) implements Text {
      @Override
      public boolean takes(String text) {
        return text.equals(value);
      }
    }

    record Under(String prefix) implements Text {
      @Override
      public boolean takes(String text) {
        return text.startsWith(prefix)
            && (text.length() == prefix.length() || text.charAt(prefix.length()) == '/');
      }
    }

    record Beginning(String prefix) implements Text {
      @Override
      public boolean takes(String text) {
        return text.startsWith(prefix);
      }
    }

    record Anything() implements Text {
      @Override
      public boolean takes(String text) {
        return true;
      }
    }

    record Like(Expression expression) implements Text {
      @Override
      public boolean takes(String text) {
        return expression.test(text);
      }
    }

    /** A path whose letters' case does not count: both sides in lower case. */
    record AnyCase(Text lower) implements Text {
      @Override
      public boolean takes(String text) {
        return lower.takes(text.toLowerCase(Locale.ROOT));
      }
    }
  }

  private record Named(String name, Predicate<String> test, ValueMatch.Named match, boolean claim) {
    /** A list of claims is taken when one of them is (ValueMatch.Named). */
    boolean takes(Request request) {
      if (!claim) {
        return takes(request.header(name));
      }
      List<String> said = request.headers().values().getOrDefault(name, List.of());
      return said.stream().anyMatch(test) != match.inverted();
    }

    boolean takes(@Nullable String value) {
      if (!match.inverted()) {
        return value != null && test.test(value);
      }
      return value == null
          ? match.match() instanceof ValueMatch.Present || !test.test("")
          : !test.test(value);
    }
  }

  /** Compiles a match. */
  public CompiledMatch(RouteMatch match) {
    this.match = match;
    this.path =
        match.ignoreCase() ? new Text.AnyCase(text(lower(match.path()))) : text(match.path());
    this.headers = match.headers().stream().map(CompiledMatch::named).toList();
    this.query = match.query().stream().map(CompiledMatch::named).toList();
  }

  /** Whether every part takes the request, whose path is normalised. */
  boolean takes(Request request) {
    if (match.method() != null && !match.method().equals(request.method())) {
      return false;
    }
    return path.takes(request.path()) && takesNames(request);
  }

  /** Whether every part takes the request, whose path is known to be taken. */
  boolean takesBesidePath(Request request) {
    boolean method = match.method() == null || match.method().equals(request.method());
    return method && takesNames(request);
  }

  private boolean takesNames(Request request) {
    for (Named header : headers) {
      if (!header.takes(request)) {
        return false;
      }
    }
    for (Named parameter : query) {
      String value = QueryParameters.first(request.query(), parameter.name);
      if (!parameter.takes(value)) {
        return false;
      }
    }
    return true;
  }

  /** The first part that does not take the request, in words; null when all do. */
  public @Nullable String refusal(Request request) {
    if (match.method() != null && !match.method().equals(request.method())) {
      return "method is " + request.method() + ", not " + match.method();
    }
    if (!path.takes(request.path())) {
      return "path " + request.path() + " is not " + words(match.path());
    }
    for (int i = 0; i < headers.size(); i++) {
      Named header = headers.get(i);
      String why = header.takes(request) ? null : refusal(header, request.header(header.name));
      if (why != null) {
        return "header " + header.name + " " + why;
      }
    }
    for (int i = 0; i < query.size(); i++) {
      Named parameter = query.get(i);
      String value = QueryParameters.first(request.query(), parameter.name);
      String why = refusal(parameter, value);
      if (why != null) {
        return "query parameter " + parameter.name + " " + why;
      }
    }
    return null;
  }

  private static @Nullable String refusal(Named named, @Nullable String value) {
    if (named.takes(value)) {
      return null;
    }
    String is = value == null ? "is absent" : "is " + value;
    String wanted =
        switch (named.match.match()) {
          case ValueMatch.Exact exact -> exact.value();
          case ValueMatch.Prefix prefix -> "beginning with " + prefix.value();
          case ValueMatch.Regex regex -> "like " + regex.value();
          case ValueMatch.Present _ -> "there";
        };
    if (named.match.inverted()) {
      return is + ", which must not be " + wanted;
    }
    return value == null ? is : is + ", not " + wanted;
  }

  private static String words(PathMatch path) {
    return switch (path) {
      case PathMatch.Exact exact -> exact.value();
      case PathMatch.SegmentPrefix prefix -> "under " + prefix.value();
      case PathMatch.Prefix prefix -> "beginning with " + prefix.value();
      case PathMatch.Regex regex -> "like " + regex.value();
    };
  }

  private static Text text(PathMatch path) {
    return switch (path) {
      case PathMatch.Exact exact -> new Text.Exactly(exact.value());
      case PathMatch.SegmentPrefix prefix ->
          prefix.value().equals("/") ? new Text.Anything() : new Text.Under(prefix.value());
      case PathMatch.Prefix prefix -> new Text.Beginning(prefix.value());
      case PathMatch.Regex regex -> new Text.Like(Expression.of(regex.value()));
    };
  }

  private static PathMatch lower(PathMatch path) {
    String value = path.value().toLowerCase(Locale.ROOT);
    return switch (path) {
      case PathMatch.Exact _ -> new PathMatch.Exact(value);
      case PathMatch.SegmentPrefix _ -> new PathMatch.SegmentPrefix(value);
      case PathMatch.Prefix _ -> new PathMatch.Prefix(value);
      case PathMatch.Regex regex -> regex;
    };
  }

  private static Named named(ValueMatch.Named named) {
    return new Named(named.name(), Texts.test(named.match()), named, !named.claim().isEmpty());
  }
}
