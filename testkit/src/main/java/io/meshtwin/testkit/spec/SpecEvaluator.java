package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.testkit.spec.SpecRequest.Protocol;
import java.util.List;
import java.util.Objects;

/** Evaluates routes by reading the specification aloud. */
public final class SpecEvaluator {
  private final SpecObjects objects;

  /** An evaluator of a mesh: Kubernetes and Gateway API objects. */
  public SpecEvaluator(List<? extends JsonNode> objects) {
    this.objects = new SpecObjects(List.copyOf(objects));
  }

  /** What becomes of a request. */
  public SpecAnswer evaluate(SpecRequest request) {
    if (!request.throughGateway()) {
      return new SpecService(objects, request).answer();
    }
    var gateway = new SpecGateway(objects, request.dialed());
    return switch (request.protocol()) {
      case HTTP, GRPC -> plain(gateway, request);
      case HTTPS, TLS -> encrypted(gateway, request);
      case TCP -> oldest(gateway, request, "TCP");
      case UDP -> oldest(gateway, request, "UDP");
    };
  }

  private SpecAnswer plain(SpecGateway gateway, SpecRequest request) {
    List<SpecListener> listeners = gateway.listeners(request.port(), List.of("HTTP"));
    if (listeners.isEmpty()) {
      return SpecAnswer.CLOSED;
    }
    SpecListener listener = SpecListener.best(listeners, request.hostname());
    return listener == null ? SpecAnswer.status(404) : http(gateway, listener, request);
  }

  /** The name that the client asks for chooses the listener; then Host must be that listener's. */
  private SpecAnswer encrypted(SpecGateway gateway, SpecRequest request) {
    List<SpecListener> listeners = gateway.listeners(request.port(), List.of("HTTPS", "TLS"));
    SpecRequest.Hello hello = Objects.requireNonNull(request.hello());
    String asked = hello.name() == null ? "" : hello.name();
    SpecListener listener = SpecListener.best(listeners, asked);
    if (listener == null) {
      return SpecAnswer.CLOSED;
    }
    if (listener.protocol().equals("TLS")) {
      return gateway.stream(listener, asked).stream()
          .findFirst()
          .map(route -> new SpecBackends(objects, request).stream(route))
          .orElse(SpecAnswer.CLOSED);
    }
    if (request.protocol() == Protocol.TLS) {
      return SpecAnswer.CLOSED;
    }
    if (!gateway.letsIn(request.port(), hello.shown())) {
      return SpecAnswer.CLOSED;
    }
    SpecListener owner = SpecListener.best(listeners, request.hostname());
    if (owner == null) {
      return SpecAnswer.status(404);
    }
    // "If another Listener does match the Host, the Gateway MUST return a 421".
    return owner.equals(listener) ? http(gateway, listener, request) : SpecAnswer.status(421);
  }

  private SpecAnswer http(SpecGateway gateway, SpecListener listener, SpecRequest request) {
    return SpecRules.answer(objects, gateway.matches(listener, request.hostname()), request);
  }

  /** "The oldest Route based on creation timestamp" serves; the others do nothing. */
  private SpecAnswer oldest(SpecGateway gateway, SpecRequest request, String protocol) {
    List<SpecListener> listeners = gateway.listeners(request.port(), List.of(protocol));
    return listeners.stream()
        .flatMap(listener -> gateway.attached(listener, protocol + "Route").stream())
        .min(SpecObjects.OLDEST)
        .map(route -> new SpecBackends(objects, request).stream(route))
        .orElse(SpecAnswer.CLOSED);
  }
}
