package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.HttpFilter;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a list of filters comes to: changes, a redirect, or something that is not modelled. */
record Filters(Changes changes, @Nullable RouteAction instead) {

  /**
   * Reads the filters of a rule or of a backendRef.
   *
   * @param path the rule's path match, whose prefix a rewrite may replace
   */
  static Filters of(Metadata route, List<HttpFilter> filters, PathMatch path) {
    HeaderChanges request = HeaderChanges.NONE;
    HeaderChanges response = HeaderChanges.NONE;
    String host = null;
    PathRewrite rewrite = null;
    RouteAction instead = null;
    for (HttpFilter filter : filters) {
      switch (filter) {
        case HttpFilter.HeaderModifier headers -> {
          var changes = new HeaderChanges(headers.set(), headers.add(), headers.remove());
          request = headers.request() ? changes : request;
          response = headers.request() ? response : changes;
          if (headers.request() && touchesHost(changes)) {
            instead = unmodelled(route, "Host changed as a header", headers.field());
          }
        }
        case HttpFilter.UrlRewrite url -> {
          host = url.hostname();
          rewrite = path(url.path(), path);
          instead = rewritable(route, url.path(), path, url.field(), instead);
        }
        case HttpFilter.Redirect redirect ->
            instead =
                rewritable(
                    route, redirect.path(), path, redirect.field(), redirect(redirect, path));
        case HttpFilter.Unmodelled unmodelled ->
            instead = unmodelled(route, "filter " + unmodelled.type(), unmodelled.field());
      }
    }
    return new Filters(new Changes(request, response, host, rewrite), instead);
  }

  static RouteAction unmodelled(Metadata route, String what, String field) {
    ResourceKey key = route.key();
    Origin origin = new Origin(key, field, route.source(field));
    return new RouteAction.Unmodelled(new Caveat(what + " of " + key + " is not modelled", origin));
  }

  /** Envoy refuses mutations of Host and of pseudo headers; URLRewrite.hostname is for that. */
  private static boolean touchesHost(HeaderChanges changes) {
    return Stream.of(changes.set().keySet(), changes.add().keySet(), changes.remove())
        .flatMap(Collection::stream)
        .anyMatch(name -> name.equalsIgnoreCase("host") || name.startsWith(":"));
  }

  private static RouteAction redirect(HttpFilter.Redirect redirect, PathMatch path) {
    return new RouteAction.Redirect(
        redirect.status(),
        redirect.scheme(),
        redirect.hostname(),
        redirect.port(),
        path(redirect.path(), path),
        HeaderChanges.NONE);
  }

  private static @Nullable PathRewrite path(
      HttpFilter.@Nullable PathModifier modifier, PathMatch path) {
    if (modifier == null) {
      return null;
    }
    return modifier.prefix()
        ? new PathRewrite.Prefix(path.value(), modifier.value())
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
    return wrong ? unmodelled(route, "ReplacePrefixMatch without a PathPrefix", field) : action;
  }
}
