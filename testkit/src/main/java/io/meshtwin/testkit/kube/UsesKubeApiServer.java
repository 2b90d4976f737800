package io.meshtwin.testkit.kube;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class talk to a real Kubernetes API: constructors and methods may have a
 * parameter of type {@link KubeApiServer}. All classes of a JVM share one server, so each test
 * works in a namespace of its own and starts the server again when it stopped it. Where
 * kube-apiserver or etcd is not installed, the class is skipped, or fails in CI.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KubeApiServerExtension.class)
public @interface UsesKubeApiServer {}
