/**
 * The log: a Kafka topic per mesh that holds its events in total order.
 *
 * <p>Input: events from the sources and from changes. Output: the same events, in order, once, to
 * whoever folds them. Invariants: one partition per mesh; one writer at a time, fenced by Kafka's
 * transactions; readers see committed events only; a record that cannot be read is named by its
 * offset and never stops the rest; nothing here deletes history.
 */
@NullMarked
package io.meshtwin.ingest.log;

import org.jspecify.annotations.NullMarked;
