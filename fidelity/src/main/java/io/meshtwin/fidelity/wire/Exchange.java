package io.meshtwin.fidelity.wire;

import java.io.IOException;

/** A client's side of one connection, whatever version of HTTP it carries. */
interface Exchange extends AutoCloseable {
  /**
   * Sends a request and waits for its response.
   *
   * @throws IOException when the connection breaks, or nothing comes in time
   */
  Response exchange(Request request) throws IOException;

  /** Whether another request may follow. */
  boolean reusable();

  @Override
  void close();
}
