/**
 * The log as memory: the image at any past moment, and the events of some resources between two
 * positions.
 *
 * <p>Input: an open log. Output: images, positions and entries. Invariants: an answer is the plain
 * fold of the log, whichever way it was found; what is kept beside the log to be faster can be
 * deleted at any time and is made again.
 */
@NullMarked
package io.meshtwin.ingest.history;

import org.jspecify.annotations.NullMarked;
