/** Tests of the package, each a sentence. */
@NullMarked
package io.meshtwin.simulator.diff;

import org.jspecify.annotations.NullMarked;
