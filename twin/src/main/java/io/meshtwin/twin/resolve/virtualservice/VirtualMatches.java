package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.regex.Expression;
import io.meshtwin.twin.regex.KnownMatches;
import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.resource.PlaceLabels.Chosen;
import io.meshtwin.twin.resource.TextMatch;
import io.meshtwin.twin.resource.VirtualMatch;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy compares of a VirtualService's match ({@code TranslateRouteMatch}). A URI's prefix
 * is text, whatever segments it has.
 */
final class VirtualMatches {
  private static final PathMatch EVERYTHING = new PathMatch.Prefix("/");

  private VirtualMatches() {}

  /**
   * Whether the match is for the place: its port, the Gateway, the proxy's labels and namespace
   * ({@code sourceMatchHTTP}: a match that names gateways reads neither).
   */
  static boolean actsAt(VirtualMatch.Source source, Place place) {
    if (source.port() != 0 && source.port() != place.port()) {
      return false;
    }
    if (!source.gateways().isEmpty()) {
      return source.gateways().contains(place.gateway());
    }
    return from(source, place);
  }

  /** As {@link #actsAt} for connections, where every part has to hold ({@code matchTCP}). */
  static boolean actsOnStreams(VirtualMatch.Source source, Place place) {
    boolean port = source.port() == 0 || source.port() == place.port();
    boolean gateway = source.gateways().isEmpty() || source.gateways().contains(place.gateway());
    return port && gateway && from(source, place);
  }

  private static boolean from(VirtualMatch.Source source, Place place) {
    return PlaceLabels.chosen(source.labels(), place.view().labels()) != Chosen.NO
        && (source.namespace().isEmpty() || source.namespace().equals(place.view().namespace()));
  }

  /**
   * Why it is not known whether a match that acts there is for the proxy; null where it is.
   *
   * @param streams whether it is for connections, where labels count beside gateways
   */
  static @Nullable String doubt(VirtualMatch.Source source, Place place, boolean streams) {
    boolean reads = streams || source.gateways().isEmpty();
    return reads && PlaceLabels.chosen(source.labels(), place.view().labels()) == Chosen.MAYBE
        ? "sourceLabels of a place that is not known of the client"
        : null;
  }

  /** Whether no request can have the scheme that is asked for: a sidecar takes plain HTTP. */
  static boolean otherScheme(VirtualMatch match, Place place) {
    return match.scheme() != null && !takes(match.scheme(), place.tls() ? "https" : "http");
  }

  /** What of a match depends on something that is not modelled; null for nothing. */
  static @Nullable String unmodelled(@Nullable VirtualMatch match) {
    if (match == null) {
      return null;
    }
    for (SortedMap<String, TextMatch> headers : List.of(match.headers(), match.withoutHeaders())) {
      for (String name : headers.keySet()) {
        boolean claim = ClaimNames.of(name) != null;
        boolean asks = !(headers.get(name) instanceof TextMatch.Present);
        boolean pseudo = name.equals(":path") || name.equals(":status");
        if (pseudo || (claim ? !asks : name.startsWith("@"))) {
          return "a match of " + name;
        }
      }
    }
    return RuleExpressions.problems(match).findFirst().map(Problem::attribute).orElse(null);
  }

  static RouteMatch of(@Nullable VirtualMatch match) {
    if (match == null) {
      return new RouteMatch(EVERYTHING, null, List.of(), List.of());
    }
    var headers = new ArrayList<ValueMatch.Named>();
    match.headers().forEach((name, text) -> add(headers, name, text, false));
    match.withoutHeaders().forEach((name, text) -> add(headers, name, text, true));
    String method = match.method() instanceof TextMatch.Exact exact ? exact.value() : null;
    if (match.method() != null && method == null) {
      add(headers, ":method", match.method(), false);
    }
    if (match.authority() != null) {
      add(headers, ":authority", match.authority(), false);
    }
    var query = new ArrayList<ValueMatch.Named>();
    match
        .query()
        .forEach(
            (name, text) -> query.add(new ValueMatch.Named(name, KnownMatches.of(value(text)))));
    return new RouteMatch(path(match.uri()), method, headers, query, match.ignoreUriCase());
  }

  /** A match that takes every request there: what follows is left out ({@code IsCatchAllRoute}). */
  static boolean takesEverything(RouteMatch match, @Nullable VirtualMatch written) {
    boolean path =
        switch (match.path()) {
          case PathMatch.Prefix prefix -> prefix.value().equals("/");
          case PathMatch.SegmentPrefix prefix -> prefix.value().equals("/");
          case PathMatch.Regex regex -> regex.value().equals(".*");
          case PathMatch.Exact _ -> false;
        };
    boolean scheme = written != null && written.scheme() != null;
    return path
        && !scheme
        && match.method() == null
        && match.headers().isEmpty()
        && match.query().isEmpty();
  }

  private static PathMatch path(@Nullable TextMatch uri) {
    return switch (uri) {
      case null -> EVERYTHING;
      case TextMatch.Exact exact -> new PathMatch.Exact(exact.value());
      case TextMatch.Prefix prefix -> new PathMatch.Prefix(prefix.value());
      case TextMatch.Regex regex -> KnownMatches.of(new PathMatch.Regex(regex.value()));
      case TextMatch.Present _ -> EVERYTHING;
    };
  }

  /**
   * Host is what HTTP/2 calls the authority, a claim has a name that no header has; what is not
   * modelled is said elsewhere.
   */
  private static void add(
      List<ValueMatch.Named> headers, String name, TextMatch text, boolean inverted) {
    String lower = name.toLowerCase(Locale.ROOT);
    String claim = ClaimNames.of(name);
    ValueMatch value = KnownMatches.of(value(text));
    if (inverted && !value.equals(value(text))) {
      return; // what is turned round would take too little
    }
    if (claim != null) {
      headers.add(new ValueMatch.Named(claim, value, inverted));
    } else if (!lower.startsWith("@") && !lower.equals(":path") && !lower.equals(":status")) {
      String known = lower.equals(":authority") ? "host" : lower;
      headers.add(new ValueMatch.Named(known, value, inverted));
    }
  }

  static ValueMatch value(TextMatch text) {
    return switch (text) {
      case TextMatch.Exact exact -> new ValueMatch.Exact(exact.value());
      case TextMatch.Prefix prefix -> new ValueMatch.Prefix(prefix.value());
      case TextMatch.Regex regex -> new ValueMatch.Regex(regex.value());
      case TextMatch.Present _ -> new ValueMatch.Present();
    };
  }

  private static boolean takes(TextMatch match, String text) {
    return switch (match) {
      case TextMatch.Exact exact -> text.equals(exact.value());
      case TextMatch.Prefix prefix -> text.startsWith(prefix.value());
      case TextMatch.Regex regex -> Expression.of(regex.value()).test(text);
      case TextMatch.Present _ -> true;
    };
  }
}
