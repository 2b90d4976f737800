/** Sentences about flows, judged. */
@NullMarked
package io.meshtwin.simulator.intent;

import org.jspecify.annotations.NullMarked;
