package io.meshtwin.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.meshtwin.app.web.Console;

/** The console's page and its modules. */
final class ConsoleRoutes implements Routes {
  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/", context -> send(context, "index.html"));
    for (String name : Console.names()) {
      routes.get("/console/" + name, context -> send(context, name));
    }
  }

  private static void send(Context context, String name) {
    Console.Page page = Console.page(name);
    context.header("Content-Security-Policy", Console.CONTENT_SECURITY_POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.contentType(page.type()).result(page.content());
  }
}
