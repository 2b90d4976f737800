/**
 * For tests only, never shipped: the real parts that every module tests against (Envoy,
 * kube-apiserver with etcd, Kafka brokers), each behind a JUnit annotation that starts it once and
 * skips where it is not installed. Depends on no other module of this project, so that every one of
 * them can use it.
 */
@NullMarked
package io.meshtwin.testkit;

import org.jspecify.annotations.NullMarked;
