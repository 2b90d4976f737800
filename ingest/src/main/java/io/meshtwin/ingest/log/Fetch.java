package io.meshtwin.ingest.log;

/** How much a reader asks the broker for at once. */
enum Fetch {
  /** Much, for who reads on: the most that a record may have. */
  STREAM(MeshTopic.MAX_MESSAGE_BYTES, 250),
  /** One batch of records, the least that the broker gives, for who looks something up. */
  POINT(1, 20);

  private final int bytes;
  private final int records;

  Fetch(int bytes, int records) {
    this.bytes = bytes;
    this.records = records;
  }

  /** So many records are looked at before the next are. */
  int records() {
    return records;
  }

  int bytes() {
    return bytes;
  }
}
