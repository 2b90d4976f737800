/**
 * Istio's security of a sidecar mesh: who may connect to a workload's port, and how.
 *
 * <p>Input: PeerAuthentication, RequestAuthentication, AuthorizationPolicy, MeshConfig, workloads.
 * Output: for a workload's port the filter chains of its own proxy ({@code routing.Inbound}), and
 * for a client what it speaks to a Service's endpoints ({@code routing.UpstreamTls}). The rules are
 * istiod's: {@code pilot/pkg/security}, {@code pilot/pkg/model/authentication.go}, {@code
 * pilot/pkg/networking/core/listener_inbound.go}. Invariant: a policy that Istio does not attach
 * changes nothing.
 */
@NullMarked
package io.meshtwin.twin.resolve.security;

import org.jspecify.annotations.NullMarked;
