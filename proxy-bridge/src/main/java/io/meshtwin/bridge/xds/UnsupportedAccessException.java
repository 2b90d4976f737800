package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.Caveat;

/** A filter that the bridge cannot push; the caveat says which. */
public final class UnsupportedAccessException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Caveat caveat;

  UnsupportedAccessException(Caveat caveat) {
    super(caveat.reason());
    this.caveat = caveat;
  }

  /** What is not pushed, and where it comes from. */
  public Caveat caveat() {
    return caveat;
  }
}
