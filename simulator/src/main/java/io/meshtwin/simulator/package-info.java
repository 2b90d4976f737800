/** Placeholder. */
@NullMarked
package io.meshtwin.simulator;

import org.jspecify.annotations.NullMarked;
