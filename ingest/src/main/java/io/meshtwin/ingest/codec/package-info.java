/**
 * Events as CloudEvents in Kafka's binary binding, and back.
 *
 * <p>Input: events, and records of a mesh's topic. Output: records, and log entries. Invariants: an
 * event survives the round trip, except for the lines of single fields, which are not kept; a
 * record that cannot be read becomes a value that says why and quotes none of its data; what was
 * written once stays readable (types carry a version).
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">CloudEvents
 *     Kafka binding 1.0.2</a>
 */
@NullMarked
package io.meshtwin.ingest.codec;

import org.jspecify.annotations.NullMarked;
