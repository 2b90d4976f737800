package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.HttpFilter;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cors;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a list of filters comes to.
 *
 * @param changes to what is sent on
 * @param instead a redirect, or something that is not modelled, in place of sending on; null else
 * @param mirrors who gets copies
 * @param cors who else's scripts may use it, null where that is not said
 */
record Filters(
    Changes changes,
    @Nullable RouteAction instead,
    List<HttpFilter.Mirror> mirrors,
    @Nullable Cors cors) {

  /**
   * Reads the filters of a rule or of a backendRef.
   *
   * @param path the rule's path match, whose prefix a rewrite may replace
   */
  static Filters of(
      Metadata route, List<HttpFilter> filters, PathMatch path, RouteChoices choices) {
    HeaderChanges request = HeaderChanges.NONE;
    HeaderChanges response = HeaderChanges.NONE;
    String host = null;
    PathRewrite rewrite = null;
    RouteAction instead = null;
    Cors cors = null;
    var mirrors = new ArrayList<HttpFilter.Mirror>();
    for (HttpFilter filter : filters) {
      switch (filter) {
        case HttpFilter.HeaderModifier headers -> {
          var changes = new HeaderChanges(headers.set(), headers.add(), headers.remove());
          request = headers.request() ? changes : request;
          response = headers.request() ? response : changes;
          if (headers.request() && touchesHost(changes)) {
            instead = Unmodelled.part(route, "Host changed as a header", headers.field());
          }
        }
        case HttpFilter.UrlRewrite url -> {
          host = url.hostname();
          rewrite = path(url.path(), path, choices);
          instead = rewritable(route, url.path(), path, url.field(), instead);
        }
        case HttpFilter.Redirect redirect ->
            instead =
                rewritable(
                    route,
                    redirect.path(),
                    path,
                    redirect.field(),
                    redirect(redirect, path, choices));
        case HttpFilter.Mirror mirror -> mirrors.add(mirror);
        case HttpFilter.CrossOrigin origin -> cors = cors(origin);
        case HttpFilter.Unmodelled unmodelled ->
            instead = Unmodelled.part(route, "filter " + unmodelled.type(), unmodelled.field());
      }
    }
    return new Filters(
        new Changes(request, response, host, rewrite), answered(instead, response), mirrors, cors);
  }

  /** A redirect's own headers are changed as a response's are (HTTPRouteFilter). */
  private static @Nullable RouteAction answered(
      @Nullable RouteAction instead, HeaderChanges response) {
    return instead instanceof RouteAction.Redirect redirect
        ? new RouteAction.Redirect(
            redirect.status(),
            redirect.scheme(),
            redirect.host(),
            redirect.port(),
            redirect.path(),
            response,
            redirect.ports())
        : instead;
  }

  /** Envoy refuses mutations of Host and of pseudo headers; URLRewrite.hostname is for that. */
  private static boolean touchesHost(HeaderChanges changes) {
    return Stream.of(changes.set().keySet(), changes.add().keySet(), changes.remove())
        .flatMap(Collection::stream)
        .anyMatch(name -> name.equalsIgnoreCase("host") || name.startsWith(":"));
  }

  private static RouteAction redirect(
      HttpFilter.Redirect redirect, PathMatch path, RouteChoices choices) {
    return new RouteAction.Redirect(
        redirect.status(),
        redirect.scheme(),
        redirect.hostname(),
        redirect.port(),
        choices.envoysRedirects()
            ? asText(redirect.path(), path)
            : path(redirect.path(), path, choices),
        HeaderChanges.NONE,
        choices.envoysRedirects()
            ? RouteAction.Redirect.Ports.KEPT
            : RouteAction.Redirect.Ports.SPECIFICATION);
  }

  private static Cors cors(HttpFilter.CrossOrigin origin) {
    return new Cors(
        origin.origins().stream().map(Cors::origin).toList(),
        origin.credentials(),
        origin.methods(),
        origin.requestHeaders(),
        origin.exposedHeaders(),
        origin.maxAge(),
        false);
  }

  private static @Nullable PathRewrite path(
      HttpFilter.@Nullable PathModifier modifier, PathMatch path, RouteChoices choices) {
    if (modifier == null) {
      return null;
    }
    if (!modifier.prefix()) {
      return new PathRewrite.Full(modifier.value());
    }
    String value = modifier.value();
    String trimmed = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    return choices.envoysRedirects() && !trimmed.isEmpty()
        ? new PathRewrite.Text(path.value(), trimmed)
        : new PathRewrite.Prefix(path.value(), value);
  }

  /** Where nothing is to stand in the path's place, the path stays. */
  private static @Nullable PathRewrite asText(
      HttpFilter.@Nullable PathModifier modifier, PathMatch path) {
    if (modifier == null || modifier.value().isEmpty()) {
      return null;
    }
    return modifier.prefix()
        ? new PathRewrite.Text(path.value(), modifier.value())
        : new PathRewrite.Full(modifier.value());
  }

  /** ReplacePrefixMatch needs a PathPrefix match (HTTPPathModifier): the API server refuses it. */
  private static @Nullable RouteAction rewritable(
      Metadata route,
      HttpFilter.@Nullable PathModifier modifier,
      PathMatch path,
      String field,
      @Nullable RouteAction action) {
    boolean wrong =
        modifier != null && modifier.prefix() && !(path instanceof PathMatch.SegmentPrefix);
    return wrong
        ? Unmodelled.part(route, "ReplacePrefixMatch without a PathPrefix", field)
        : action;
  }
}
