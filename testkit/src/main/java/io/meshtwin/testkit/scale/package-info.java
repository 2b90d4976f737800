/**
 * Meshes of a given size, for measurements and long histories.
 *
 * <p>Input: a size, a style, a seed. Output: Kubernetes objects as JSON, as a cluster would list
 * them (Pods, EndpointSlices and Deployments, with addresses and owners), one namespace after the
 * other, or as files. Invariants: the same seed gives the same objects in the same order; the
 * numbers of Services, endpoints and routes are exactly those of the size; few things are large and
 * many small, as in real clusters.
 */
@NullMarked
package io.meshtwin.testkit.scale;

import org.jspecify.annotations.NullMarked;
