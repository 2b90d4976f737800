/**
 * How far a change can reach: which destinations may be answered otherwise, and about which
 * resources something else may be said.
 *
 * <p>Input: two images and whether Istio's own objects count. Output: a {@link
 * io.meshtwin.twin.ripple.Ripple}. Invariant: generous, never short; where a kind of change can
 * touch everything, everything is said. What lies outside is the same before and after, which
 * seeded tests hold against a comparison of the whole mesh.
 */
@NullMarked
package io.meshtwin.twin.ripple;

import org.jspecify.annotations.NullMarked;
