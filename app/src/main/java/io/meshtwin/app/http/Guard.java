package io.meshtwin.app.http;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Set;

/**
 * Keeps web pages of other origins out. A page that a user of this machine visits can send requests
 * to loopback: it could read through a host name that it rebinds, so the Host header must name
 * loopback; and it could write blindly, so a write carries a header that browsers send across
 * origins only when the server agrees, which this one never does.
 */
final class Guard implements Handler {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final Set<HandlerType> READS = Set.of(HandlerType.GET, HandlerType.HEAD);

  private final boolean loopback;

  Guard(boolean loopback) {
    this.loopback = loopback;
  }

  @Override
  public void handle(Context context) {
    boolean audit = AuditRoutes.takes(context);
    if (audit && context.contentLength() > AuditRoutes.LARGEST) {
      throw AuditRoutes.tooLarge();
    }
    if (!audit && context.contentLength() > Body.LARGEST) {
      throw Body.tooLarge();
    }
    String host = context.header("Host");
    if (loopback && host != null && !LOOPBACK.contains(host.replaceFirst(":\\d+$", ""))) {
      throw new ForbiddenResponse("this server answers to localhost only, not to " + host);
    }
    if (!audit && !READS.contains(context.method())) {
      Principal.of(context);
    }
  }
}
