package io.meshtwin.testkit.kafka;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class talk to a Kafka that is not embedded: constructors and methods may have a
 * parameter of type {@link KafkaBroker} or {@link ExternalKafka}. All classes of a JVM share one of
 * each, so each test uses topics of its own and starts the broker again when it stopped it.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KafkaBrokerExtension.class)
public @interface UsesKafkaBroker {}
