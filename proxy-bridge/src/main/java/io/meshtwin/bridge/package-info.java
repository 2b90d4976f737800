/** Placeholder. */
@NullMarked
package io.meshtwin.bridge;

import org.jspecify.annotations.NullMarked;
