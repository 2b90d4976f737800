/**
 * A running twin: the log folded into an image by one loader thread, publishers that follow it, the
 * only writer of the log, and the rules by which changes move.
 *
 * <p>Input: a log, sources, requests of the API. Output: events appended, images published.
 * Invariants: nothing is true before it stands in the log and is folded back; a publisher that
 * fails does not stop the loader; without a broker the last image keeps answering.
 */
@NullMarked
package io.meshtwin.app.serve;

import org.jspecify.annotations.NullMarked;
