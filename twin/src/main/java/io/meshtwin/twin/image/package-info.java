/**
 * The immutable state of a mesh at a position of the log, and what a batch of events changes in it.
 *
 * <p>Input: events, in log order. Output: {@link io.meshtwin.twin.image.MeshImage}. Invariants: an
 * image never changes; images share what they have in common; the same events in any batching give
 * the same image and the same digest; a listing deletes what it does not mention. The pair of image
 * and delta follows Apache Kafka's {@code MetadataImage} and {@code MetadataDelta}.
 */
@NullMarked
package io.meshtwin.twin.image;

import org.jspecify.annotations.NullMarked;
