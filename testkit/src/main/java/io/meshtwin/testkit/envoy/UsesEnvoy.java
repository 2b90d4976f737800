package io.meshtwin.testkit.envoy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class run the real Envoy: constructors and methods may have a parameter of type
 * {@link EnvoyBinary}. Where Envoy is not installed, the class is skipped, or fails in CI.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EnvoyBinaryExtension.class)
public @interface UsesEnvoy {}
