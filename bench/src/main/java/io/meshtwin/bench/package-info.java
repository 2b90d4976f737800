/**
 * How fast the simulator is, measured by JMH.
 *
 * <p>Input: meshes made here, of any size. Output: operations a second on one core. Compiled with
 * everything else, run by {@code bench/simulate}, never shipped.
 */
@NullMarked
package io.meshtwin.bench;

import org.jspecify.annotations.NullMarked;
