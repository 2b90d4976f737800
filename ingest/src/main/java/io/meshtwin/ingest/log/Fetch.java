package io.meshtwin.ingest.log;

/** How much a reader asks the broker for at once. */
enum Fetch {
  /** Much, for who reads on: the most that a record may have. */
  STREAM(MeshTopic.MAX_MESSAGE_BYTES),
  /** One batch of records, the least that the broker gives, for who looks something up. */
  POINT(1);

  private final int bytes;

  Fetch(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }
}
