package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.sidecar.Services;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.resource.Service;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a recorded answer says against the recording's own terms, so that no reading of istiod can
 * meet it (docs/fidelity.md has the reasons).
 */
final class RecordedTerms {
  static final String NOT_READY = "not-ready endpoints answer a client without a sidecar";
  static final String NO_TLS = "a port without a protocol ends no mutual TLS under PERMISSIVE";

  private final MeshImage image;
  private final Set<String> notReady;

  RecordedTerms(MeshImage image) {
    this.image = image;
    this.notReady =
        image
            .all(EndpointSlice.class)
            .flatMap(slice ->
                slice.endpoints().stream()
                    .filter(endpoint -> !endpoint.ready() && endpoint.pod() != null)
                    .map(endpoint -> slice.metadata().key().namespace() + "/" + endpoint.pod()))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** How an answer is against them; empty where it is not. */
  Optional<String> against(JsonNode request, JsonNode expected) {
    boolean bare = expected.at("/envoy/listener").asText().startsWith("none (client has no");
    for (JsonNode backend : expected.path("backends")) {
      for (JsonNode endpoint : backend.path("endpoints")) {
        if (bare && notReady.contains(endpoint.asText())) {
          return Optional.of(NOT_READY);
        }
      }
      boolean disabled = expected.at("/inbound/mtls").asText().equals("DISABLE");
      if (disabled && request.path("url").asText().startsWith("http:") && unsaid(backend)) {
        return Optional.of(NO_TLS);
      }
    }
    return Optional.empty();
  }

  private boolean unsaid(JsonNode backend) {
    String[] name = backend.path("service").asText().split("/", 2);
    Service service =
        name.length < 2
            ? null
            : image.get(
                new ResourceKey(ResourceKey.LOCAL, "", "Service", name[0], name[1]), Service.class);
    Service.@Nullable Port port =
        service == null ? null : service.port(backend.path("port").asInt()).orElse(null);
    return port != null && Services.protocol(port) == IstioProtocol.UNSUPPORTED;
  }
}
