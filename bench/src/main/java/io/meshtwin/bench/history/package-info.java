/**
 * Measures the log's memory: append, replay, past moments, start-up, size. {@code bench/history}
 * runs it; each figure that compares two rates has both from the same run.
 */
@NullMarked
package io.meshtwin.bench.history;

import org.jspecify.annotations.NullMarked;
