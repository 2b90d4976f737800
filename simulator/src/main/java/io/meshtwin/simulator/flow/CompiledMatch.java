package io.meshtwin.simulator.flow;

import com.google.re2j.Pattern;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.List;
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

    record Expression(Pattern pattern) implements Text {
      @Override
      public boolean takes(String text) {
        return pattern.matches(text);
      }
    }
  }

  private record Named(String name, Text test) {}

  /** Compiles a match. */
  public CompiledMatch(RouteMatch match) {
    this.match = match;
    this.path = text(match.path());
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
      String value = request.header(header.name);
      if (value == null || !header.test.takes(value)) {
        return false;
      }
    }
    for (Named parameter : query) {
      String value = QueryParameters.first(request.query(), parameter.name);
      if (value == null || !parameter.test.takes(value)) {
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
      String why = refusal(header, request.header(header.name), match.headers().get(i));
      if (why != null) {
        return "header " + header.name + " " + why;
      }
    }
    for (int i = 0; i < query.size(); i++) {
      Named parameter = query.get(i);
      String value = QueryParameters.first(request.query(), parameter.name);
      String why = refusal(parameter, value, match.query().get(i));
      if (why != null) {
        return "query parameter " + parameter.name + " " + why;
      }
    }
    return null;
  }

  private static @Nullable String refusal(
      Named named, @Nullable String value, ValueMatch.Named match) {
    if (value == null) {
      return "is absent";
    }
    if (named.test.takes(value)) {
      return null;
    }
    String wanted =
        switch (match.match()) {
          case ValueMatch.Exact exact -> exact.value();
          case ValueMatch.Regex regex -> "like " + regex.value();
        };
    return "is " + value + ", not " + wanted;
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
      case PathMatch.Regex regex -> new Text.Expression(Pattern.compile(regex.value()));
    };
  }

  private static Named named(ValueMatch.Named named) {
    return new Named(
        named.name(),
        switch (named.match()) {
          case ValueMatch.Exact exact -> new Text.Exactly(exact.value());
          case ValueMatch.Regex regex -> new Text.Expression(Pattern.compile(regex.value()));
        });
  }
}
