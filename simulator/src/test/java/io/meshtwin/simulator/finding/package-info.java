/** Findings that need the request space. */
@NullMarked
package io.meshtwin.simulator.finding;

import org.jspecify.annotations.NullMarked;
