/**
 * From resources to what each proxy does: one file a concept.
 *
 * <p>Input: a {@link io.meshtwin.twin.image.MeshImage} and a {@link
 * io.meshtwin.twin.resolve.Dialect}. Output: {@link io.meshtwin.twin.resolve.ResolvedMesh}, whose
 * answers are {@code twin/routing} records; behind it, {@code ClientSide}, {@code GatewaySide} and
 * {@code InboundSide} say what is written, {@code ObservedSide} what a proxy was seen to run,
 * {@code Standing} what came of routes and policies. Invariants: pure; lazy, so a fork costs only
 * what is asked; what is not modelled appears as a caveat in its place and is never left out; the
 * dialect is read here and nowhere else.
 */
@NullMarked
package io.meshtwin.twin.resolve;

import org.jspecify.annotations.NullMarked;
