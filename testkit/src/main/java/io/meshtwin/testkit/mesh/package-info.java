/**
 * Random meshes and requests for laws that must hold on all of them.
 *
 * <p>Input: a seed. Output: Kubernetes and Gateway API objects as JSON, valid (nothing that a CRD
 * would refuse) and nasty: overlapping matches, equal precedence, missing backends and grants, zero
 * weights, consumer and producer routes, rivals of other kinds, listeners that conflict. Invariant:
 * the same seed gives the same mesh.
 */
@NullMarked
package io.meshtwin.testkit.mesh;

import org.jspecify.annotations.NullMarked;
