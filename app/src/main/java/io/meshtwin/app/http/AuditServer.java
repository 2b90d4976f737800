package io.meshtwin.app.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import io.meshtwin.app.serve.Serving;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A listener for the audit webhook alone: an API server is seldom on this host, and whoever reaches
 * this one can say who did something, but change nothing.
 */
final class AuditServer implements AutoCloseable {
  private static final String BEARER = "Bearer ";

  private final Javalin server;

  private AuditServer(Javalin server) {
    this.server = server;
  }

  /**
   * Listens.
   *
   * @throws AddressTakenException when the address cannot be listened on
   */
  static AuditServer open(Serving serving, AuditSettings settings) {
    boolean loopback = settings.address().getAddress().isLoopbackAddress();
    Javalin server =
        Javalin.create(config -> {
          ApiServer.quietly(config);
          config.http.maxRequestSize = AuditRoutes.LARGEST;
          config.routes.before(new Guard(loopback));
          config.routes.before(context -> authenticate(context, settings.token()));
          new AuditRoutes(serving).addTo(config.routes);
          ApiServer.errors(config.routes);
        });
    ApiServer.start(server, settings.address(), "--audit");
    return new AuditServer(server);
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static void authenticate(Context context, @Nullable String token) {
    if (token == null) {
      return;
    }
    String sent = context.header("Authorization");
    byte[] expected = (BEARER + token).getBytes(StandardCharsets.UTF_8);
    boolean same =
        sent != null && MessageDigest.isEqual(expected, sent.getBytes(StandardCharsets.UTF_8));
    if (!same) {
      throw new UnauthorizedResponse(
          "the webhook's kubeconfig has to carry the token that --audit-token names");
    }
  }
}
