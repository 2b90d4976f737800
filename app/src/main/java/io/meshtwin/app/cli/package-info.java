/**
 * The command line: one class a command, parsed by picocli; what they print is made in {@code
 * report} and {@code json}.
 *
 * <p>Input: arguments and a {@link io.meshtwin.app.cli.Terminal}. Output: text on it and an exit
 * code. Invariants: a command's classes load only when it is named, so that {@code preview} never
 * pays for Kafka, the Kubernetes client or gRPC; a user's mistake is one line on standard error.
 */
@NullMarked
package io.meshtwin.app.cli;

import org.jspecify.annotations.NullMarked;
