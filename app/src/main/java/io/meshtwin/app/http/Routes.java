package io.meshtwin.app.http;

import io.javalin.config.RoutesConfig;

/** A part of the API. */
interface Routes {
  void addTo(RoutesConfig routes);
}
