/**
 * What a conformant controller would write into the status of Gateway API objects.
 *
 * <p>Input: a {@link io.meshtwin.twin.resolve.ResolvedMesh}. Output: {@link
 * io.meshtwin.twin.status.ObjectStatus}, one for each place in a status that has conditions.
 * Invariants: pure; it decides nothing itself, but words what resolution decided, so that status
 * and traffic cannot part; conditions and reasons are those of the Gateway API's {@code apis/v1}.
 */
@NullMarked
package io.meshtwin.twin.status;

import org.jspecify.annotations.NullMarked;
