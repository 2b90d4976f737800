package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.Caveat;

/** What routing asks for and Envoy cannot do as asked; caught where a rule is translated. */
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
