package io.meshtwin.ingest.log;

/** How much a reader asks the broker for at once. */
enum Fetch {
  /**
   * For who reads on: some batches at once, so that little beyond the end of a stretch is fetched;
   * a larger one comes alone. Few records, which are decoded and folded before the next are
   * unpacked.
   */
  STREAM(1 << 20, 250),
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
