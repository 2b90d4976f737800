/**
 * Workloads that answer with what they received, on loopback.
 *
 * <p>Input: endpoints of a mesh and where they are on this machine. Output: servers that answer 200
 * with an {@link io.meshtwin.fidelity.echo.Echo} in JSON. Invariants: one server for each address;
 * all in this process, on virtual threads.
 */
@NullMarked
package io.meshtwin.fidelity.echo;

import org.jspecify.annotations.NullMarked;
