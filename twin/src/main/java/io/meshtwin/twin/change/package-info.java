/**
 * Changes on their way: proposed, previewed, approved or rejected, published, settled.
 *
 * <p>Input: {@link io.meshtwin.twin.event.ChangeEvent}s in log order. Output: {@link
 * io.meshtwin.twin.change.Changes}. Invariants: who proposes a change does not approve it; an
 * approval names the plan that was shown and holds for no other; a step that the rules do not allow
 * changes nothing and says why.
 */
@NullMarked
package io.meshtwin.twin.change;

import org.jspecify.annotations.NullMarked;
