/** Placeholder. */
@NullMarked
package io.meshtwin.fidelity;

import org.jspecify.annotations.NullMarked;
