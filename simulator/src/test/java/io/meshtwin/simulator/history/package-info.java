/** Tests of the package, each a sentence. */
@NullMarked
package io.meshtwin.simulator.history;

import org.jspecify.annotations.NullMarked;
