package io.meshtwin.fidelity.wire;

/**
 * A frame of HTTP/2 (RFC 9113, 4.1).
 *
 * @param type one of the types below, or one that is not known and is skipped
 * @param flags bits
 * @param stream 0 for the connection
 * @param payload as it is on the wire
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Frame(int type, int flags, int stream, byte[] payload) {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  /** Of DATA and HEADERS. */
  static final int END_STREAM = 0x1;

  /** Of SETTINGS and PING. */
  static final int ACK = 0x1;

  /** Of HEADERS and CONTINUATION. */
  static final int END_HEADERS = 0x4;

  private static final int PADDED = 0x8;
  private static final int PRIORITY = 0x20;
  private static final int PRIORITY_BYTES = 5;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The payload of DATA or HEADERS without padding and priority. */
  byte[] content() {
    int from = has(PADDED) ? 1 : 0;
    int padding = has(PADDED) ? payload[0] & 0xFF : 0;
    if (type == HEADERS && has(PRIORITY)) {
      from += PRIORITY_BYTES;
    }
    return java.util.Arrays.copyOfRange(payload, from, payload.length - padding);
  }
}
