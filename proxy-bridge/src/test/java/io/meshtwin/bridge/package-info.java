/** The bridge before real Envoys. */
@NullMarked
package io.meshtwin.bridge;

import org.jspecify.annotations.NullMarked;
