package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meshtwin.twin.routing.Fault;

/** {@code HTTPFault} of a route: what is done to requests on purpose. */
final class Faults {
  static final String FILTER = "envoy.filters.http.fault";

  private Faults() {}

  static HttpFilter filter() {
    return HttpFilter.newBuilder()
        .setName(FILTER)
        .setTypedConfig(Any.pack(HTTPFault.getDefaultInstance()))
        .build();
  }

  static Any of(Fault fault) {
    HTTPFault.Builder config = HTTPFault.newBuilder();
    Fault.Delay delay = fault.delay();
    if (delay != null) {
      config.setDelay(
          FaultDelay.newBuilder()
              .setFixedDelay(Times.orNoLimit(delay.duration()))
              .setPercentage(Fractions.of(delay.perMillion(), Fault.MILLION)));
    }
    Fault.Abort abort = fault.abort();
    if (abort != null) {
      FaultAbort.Builder answer =
          FaultAbort.newBuilder().setPercentage(Fractions.of(abort.perMillion(), Fault.MILLION));
      if (abort.status() != null) {
        answer.setHttpStatus(abort.status());
      } else if (abort.grpcStatus() != null) {
        answer.setGrpcStatus(abort.grpcStatus());
      }
      config.setAbort(answer);
    }
    return Any.pack(config.build());
  }
}
