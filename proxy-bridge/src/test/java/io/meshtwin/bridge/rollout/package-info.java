/** Waves. */
@NullMarked
package io.meshtwin.bridge.rollout;

import org.jspecify.annotations.NullMarked;
