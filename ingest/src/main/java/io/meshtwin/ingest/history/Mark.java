package io.meshtwin.ingest.history;

/**
 * A place in one log and no other: the entry that stands there has an identifier of its own.
 *
 * @param end the offset after it, exclusive end of what is folded
 * @param offset of the last entry
 * @param id of that entry; empty for a record that cannot be read
 */
record Mark(long end, long offset, String id) {}
