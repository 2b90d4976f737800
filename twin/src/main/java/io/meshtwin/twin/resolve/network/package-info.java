/**
 * Which connections the network lets through: NetworkPolicies (networking.k8s.io/v1), judged
 * between the pod that really connects and the pod and port that really answer.
 *
 * <p>Input: the image's policies, a client, the endpoints behind a Service's port. Output: which of
 * them it reaches, which it does not, and what cannot be known. Invariant: an endpoint is never
 * said to be reached where a policy that may select it does not surely let the client in.
 */
@NullMarked
package io.meshtwin.twin.resolve.network;

import org.jspecify.annotations.NullMarked;
