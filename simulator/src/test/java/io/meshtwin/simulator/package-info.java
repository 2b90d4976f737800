/** Meshes and requests that the simulator's tests share. */
@NullMarked
package io.meshtwin.simulator;

import org.jspecify.annotations.NullMarked;
