/** Tests of the package, each a sentence. */
@NullMarked
package io.meshtwin.simulator.trace;

import org.jspecify.annotations.NullMarked;
