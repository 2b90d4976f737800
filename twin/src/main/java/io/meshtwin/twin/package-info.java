/** Placeholder. */
@NullMarked
package io.meshtwin.twin;

import org.jspecify.annotations.NullMarked;
