package io.meshtwin.twin.routing;

import org.jspecify.annotations.Nullable;

/**
 * What is changed on the way.
 *
 * @param request changes to the request's headers
 * @param response changes to the response's headers
 * @param host the new Host, null to keep it
 * @param path the new path, null to keep it
 */
public record Changes(
    HeaderChanges request,
    HeaderChanges response,
    @Nullable String host,
    @Nullable PathRewrite path) {
  /** Nothing is changed. */
  public static final Changes NONE =
      new Changes(HeaderChanges.NONE, HeaderChanges.NONE, null, null);
}
