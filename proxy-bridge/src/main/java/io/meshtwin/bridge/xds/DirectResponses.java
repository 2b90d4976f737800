package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.RouteAction;

/** {@code DirectResponseAction}: the proxy answers by itself. To gRPC it answers in trailers. */
final class DirectResponses {
  /** What is not modelled is not guessed: 501 Not Implemented, and the body says what. */
  static final int NOT_MODELLED = 501;

  private static final int LONGEST_BODY = 1024;

  private DirectResponses() {}

  static DirectResponseAction status(int status) {
    return DirectResponseAction.newBuilder().setStatus(status).build();
  }

  static DirectResponseAction of(RouteAction.Respond respond) {
    DirectResponseAction.Builder action =
        DirectResponseAction.newBuilder().setStatus(respond.status());
    if (respond.body() != null) {
      action.setBody(DataSource.newBuilder().setInlineString(respond.body()));
    }
    return action.build();
  }

  static DirectResponseAction notModelled(Caveat caveat) {
    String text = "meshtwin does not model this: " + caveat.reason() + "\n";
    // Envoy refuses bodies above max_direct_response_body_size_bytes, 4096 unless told otherwise.
    return DirectResponseAction.newBuilder()
        .setStatus(NOT_MODELLED)
        .setBody(
            DataSource.newBuilder()
                .setInlineString(text.substring(0, Math.min(text.length(), LONGEST_BODY))))
        .build();
  }
}
