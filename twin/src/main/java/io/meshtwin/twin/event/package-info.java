/**
 * Immutable facts about a mesh: what enters the log and what an image is folded from.
 *
 * <p>Input: manifests (as JSON trees) and what is known of their origin. Output: sealed {@link
 * io.meshtwin.twin.event.Event events}. Invariants: an event never changes; a manifest is
 * normalised, so two that mean the same have the same digest; no Secret's value is ever held.
 */
@NullMarked
package io.meshtwin.twin.event;

import org.jspecify.annotations.NullMarked;
