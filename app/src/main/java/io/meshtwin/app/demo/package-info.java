/**
 * The story that {@code meshtwin demo} tells on this machine: a sample mesh becomes events, real
 * Envoys run it, a canary is proposed, previewed, approved by someone else and pushed while
 * requests flow; what is predicted stands beside what is observed.
 *
 * <p>Input: the sample mesh and its change in {@code examples/}. Output: lines for people, and a
 * report. Invariants: everything is real but the workloads, which echo; everything is on loopback
 * and ends with the command.
 */
@NullMarked
package io.meshtwin.app.demo;

import org.jspecify.annotations.NullMarked;
