package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.Caveat;

/**
 * What routing asks for and cannot be had: Envoy cannot do it, or a value that it needs is not
 * here. Caught where a rule, a chain or a cluster is translated, and then that fails closed.
 */
final class Unsupported extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Caveat caveat;

  Unsupported(Caveat caveat) {
    super(caveat.reason());
    this.caveat = caveat;
  }

  Caveat caveat() {
    return caveat;
  }
}
