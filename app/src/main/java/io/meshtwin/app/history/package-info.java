/**
 * Questions about a mesh's past, put to its log.
 *
 * <p>Input: a {@link io.meshtwin.ingest.history.History} and a question of a user's. Output: what
 * {@code simulator/history} found, with who did it and where. Invariants: only what can matter to a
 * flow is folded for it, and what is named was checked on the whole mesh.
 */
@NullMarked
package io.meshtwin.app.history;

import org.jspecify.annotations.NullMarked;
