/**
 * Kubernetes and Gateway API objects as immutable records, one file a kind.
 *
 * <p>Input: a normalised {@link io.meshtwin.twin.event.Manifest}. Output: a {@link
 * io.meshtwin.twin.resource.Resource} and the findings of reading it. Invariants: reading never
 * throws; a field that is not known is a finding; a field that is known but not modelled is kept as
 * such, so that resolution can say {@code unknown} exactly where it matters.
 */
@NullMarked
package io.meshtwin.twin.resource;

import org.jspecify.annotations.NullMarked;
