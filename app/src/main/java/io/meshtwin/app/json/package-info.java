/**
 * The JSON that Meshtwin reads and writes: requests and callers in, verdicts, findings, statuses
 * and previews out.
 *
 * <p>Input: values of {@code twin}, {@code simulator}, {@code ingest} and {@code fidelity}, or a
 * parsed document. Output: the other of the two. Invariants: what is written obeys the schemas that
 * {@code meshtwin schema} prints; a document that cannot be read is refused in words; no terminal,
 * no files.
 */
@NullMarked
package io.meshtwin.app.json;

import org.jspecify.annotations.NullMarked;
