package io.meshtwin.ingest.history;

/** Texts that repeat from one packed value to the next. */
enum Column {
  CLUSTER,
  GROUP,
  KIND,
  NAMESPACE,
  SEEN_IN,
  ACTOR,
  EVIDENCE,
  FILE
}
