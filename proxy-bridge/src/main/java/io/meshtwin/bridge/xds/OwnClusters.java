package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.Optional;

/** Where a proxy's own filters send to. */
public interface OwnClusters {
  /** Of a proxy that sends nowhere on its own. */
  OwnClusters NONE =
      new OwnClusters() {
        @Override
        public String authorizer(AccessFilter.External external) {
          return Names.NO_CLUSTER;
        }

        @Override
        public Optional<String> keys(KeyServer server, TokenRule rule) {
          return Optional.empty();
        }
      };

  /** The cluster of an external authorizer; one that is never sent where nobody is reached. */
  String authorizer(AccessFilter.External external);

  /** The cluster where a rule's public keys are fetched; empty where it cannot be had. */
  Optional<String> keys(KeyServer server, TokenRule rule);
}
