/** Placeholder. */
@NullMarked
package io.meshtwin.app;

import org.jspecify.annotations.NullMarked;
