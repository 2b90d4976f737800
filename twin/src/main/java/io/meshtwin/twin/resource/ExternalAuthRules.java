package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import java.util.Map;

/** What the CRD demands of a filter that asks another service (HTTPExternalAuthFilter). */
final class ExternalAuthRules {
  private static final int MOST_HEADERS = 64;

  private ExternalAuthRules() {}

  static void check(ResourceKey route, Fields auth) {
    if (!auth.has("protocol")) {
      auth.invalid("protocol", "is required");
    }
    String protocol = auth.word("protocol", "", List.of("HTTP", "GRPC"));
    Map.of("GRPC", "grpc", "HTTP", "http")
        .forEach((owner, member) -> {
          if (owner.equals(protocol) && !auth.has(member)) {
            auth.invalid(member, "is required with protocol " + owner);
          } else if (!owner.equals(protocol) && auth.has(member)) {
            auth.invalid(member, "must not be given with another protocol than " + owner);
          }
        });
    BackendRef.readBare(route, auth.object("backendRef"));
    headers(auth.object("grpc"), "allowedHeaders");
    Fields http = auth.object("http");
    headers(http, "allowedHeaders");
    headers(http, "allowedResponseHeaders");
    Form.PLAIN_PATH.check(http, "path");
  }

  private static void headers(Fields parent, String list) {
    Entries.count(parent, list, 0, MOST_HEADERS);
    Entries.distinct(parent, list);
  }
}
