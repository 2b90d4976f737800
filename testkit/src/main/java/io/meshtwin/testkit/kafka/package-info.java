/**
 * Kafka as a user brings it: a real broker in a process of its own ({@link
 * io.meshtwin.testkit.kafka.KafkaBroker}, which can be killed and started again on the same port
 * and data), or in a container where an engine answers ({@link
 * io.meshtwin.testkit.kafka.ExternalKafka}). The module that uses this package has {@code
 * kafka_2.13} and, for containers, {@code testcontainers-kafka} on its test class path; testkit
 * does not bring them along.
 */
@NullMarked
package io.meshtwin.testkit.kafka;

import org.jspecify.annotations.NullMarked;
