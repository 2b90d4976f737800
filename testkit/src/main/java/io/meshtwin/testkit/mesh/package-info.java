/**
 * Random meshes and requests for laws that must hold on all of them.
 *
 * <p>Input: a seed. Output: Kubernetes and Gateway API objects as JSON, valid and nasty:
 * overlapping matches, equal precedence, missing backends, zero weights, consumer and producer
 * routes. Invariant: the same seed gives the same mesh.
 */
@NullMarked
package io.meshtwin.testkit.mesh;

import org.jspecify.annotations.NullMarked;
