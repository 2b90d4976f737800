/** Tests of the package, each a sentence. */
@NullMarked
package io.meshtwin.simulator.space;

import org.jspecify.annotations.NullMarked;
