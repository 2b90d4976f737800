package io.meshtwin.bridge.server;

import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.xds.ProxyId;
import java.util.Optional;

/** Who may connect, and what they are to run. */
@FunctionalInterface
public interface Admission {
  /** Whether it is known who may connect; until then every proxy is asked to come back. */
  default boolean isReady() {
    return true;
  }

  /** What a proxy is to run now; empty when nobody knows this proxy, and then it is refused. */
  Optional<Configuration> target(ProxyId proxy);
}
