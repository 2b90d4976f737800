/**
 * The mesh as a graph: who attaches to, selects, forwards to, serves or runs as whom.
 *
 * <p>Input: a {@link io.meshtwin.twin.image.MeshImage}. Output: a JGraphT graph over the image's
 * own maps, so that a fork of the image shares it. Invariants: read-only; an edge exists only when
 * both its ends do; the order of vertices and edges is that of their keys.
 */
@NullMarked
package io.meshtwin.twin.graph;

import org.jspecify.annotations.NullMarked;
