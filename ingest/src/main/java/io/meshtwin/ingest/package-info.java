/**
 * The way in, put together: what a source holds, recorded in a log.
 *
 * <p>Input: places of manifests, a log's location. Output: the events by which they differ, in the
 * log. Invariants: what cannot be read refuses the whole run, before anything is written; the same
 * source twice is recorded once.
 */
@NullMarked
package io.meshtwin.ingest;

import org.jspecify.annotations.NullMarked;
