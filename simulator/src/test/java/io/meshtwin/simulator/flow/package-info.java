/** Tests of the package, each a sentence. */
@NullMarked
package io.meshtwin.simulator.flow;

import org.jspecify.annotations.NullMarked;
