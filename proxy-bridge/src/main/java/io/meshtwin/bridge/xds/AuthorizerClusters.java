package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.access.AccessFilter;

/** Where a proxy reaches external authorizers. */
@FunctionalInterface
public interface AuthorizerClusters {
  /** The name of the cluster; one that is never sent where nobody is reached. */
  String of(AccessFilter.External external);
}
