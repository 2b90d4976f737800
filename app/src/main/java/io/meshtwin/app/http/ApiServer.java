package io.meshtwin.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.meshtwin.app.serve.RefusalException;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.ingest.log.LogException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server. */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  private final Javalin server;
  private final URI address;

  private ApiServer(Javalin server, URI address) {
    this.server = server;
    this.address = address;
  }

  /**
   * Listens.
   *
   * @throws AddressTakenException when the address cannot be listened on
   */
  public static ApiServer open(Serving serving, InetSocketAddress address) {
    String host = address.getHostString();
    Javalin server = Javalin.create(config -> configure(config, serving, address));
    start(server, address, "--http");
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return new ApiServer(server, URI.create("http://" + shown + ":" + server.port()));
  }

  /**
   * Begins to listen.
   *
   * @param option that names another address
   */
  static void start(Javalin server, InetSocketAddress address, String option) {
    try {
      server.start(address.getHostString(), address.getPort());
    } catch (JavalinBindException e) {
      throw new AddressTakenException(
          "cannot listen on %s:%d; is another meshtwin serve running there? choose another with %s"
              .formatted(address.getHostString(), address.getPort(), option),
          e);
    }
  }

  /** {@code http://host:port}. */
  public URI address() {
    return address;
  }

  @Override
  public void close() {
    server.stop();
  }

  private static void configure(JavalinConfig config, Serving serving, InetSocketAddress address) {
    quietly(config);
    config.http.maxRequestSize = Body.LARGEST;
    config.http.prefer405over404 = true;
    RoutesConfig routes = config.routes;
    routes.before(new Guard(address.getAddress().isLoopbackAddress()));
    for (Routes part :
        List.of(
            new StatusRoutes(serving),
            new ChangeRoutes(serving),
            new AuditRoutes(serving),
            new MeshRoutes(serving),
            new ManifestRoutes(serving),
            new ProxyRoutes(serving),
            new SimulateRoutes(serving),
            new TopologyRoutes(serving),
            new ConsoleRoutes(),
            new MetricsRoutes(serving))) {
      part.addTo(routes);
    }
    errors(routes);
  }

  /** What every listener has: no words of the library's own. */
  static void quietly(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
  }

  /** Every failure is told in one form. */
  static void errors(RoutesConfig routes) {
    routes.exception(
        RefusalException.class,
        (refusal, context) -> {
          int status =
              switch (refusal.kind()) {
                case INVALID -> 400;
                case NOT_FOUND -> 404;
                case CONFLICT -> 409;
              };
          error(context, status, refusal.getMessage(), refusal.hint());
        });
    routes.exception(
        LogException.class,
        (failure, context) ->
            error(
                context, 503, failure.getMessage(), "see: meshtwin change list, when it is back"));
    routes.exception(
        HttpResponseException.class,
        (refusal, context) -> error(context, refusal.getStatus(), refusal.getMessage(), ""));
    routes.exception(
        Exception.class,
        (failure, context) -> {
          LOG.error("{} {} failed", context.method(), context.path(), failure);
          error(
              context,
              500,
              "unexpected failure, a bug in Meshtwin: " + failure.getClass().getSimpleName(),
              "the log of meshtwin serve has the details");
        });
  }

  static void json(Context context, JsonNode body) {
    context.contentType("application/json").result(body.toString());
  }

  private static void error(
      Context context, int status, @org.jspecify.annotations.Nullable String error, String hint) {
    context.status(status);
    json(
        context,
        JsonNodeFactory.instance
            .objectNode()
            .put("error", Objects.requireNonNullElse(error, "no further details"))
            .put("hint", hint));
  }
}
