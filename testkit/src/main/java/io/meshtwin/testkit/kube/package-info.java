/**
 * A real Kubernetes API: kube-apiserver and etcd on loopback, with the Gateway API's custom
 * resource definitions. Started once per JVM by {@link io.meshtwin.testkit.kube.UsesKubeApiServer},
 * or alone by {@link io.meshtwin.testkit.kube.KubeApiServer#start}. There are no controllers:
 * nothing schedules pods, fills EndpointSlices or finishes the deletion of a namespace; a test
 * writes what it needs.
 */
@NullMarked
package io.meshtwin.testkit.kube;

import org.jspecify.annotations.NullMarked;
