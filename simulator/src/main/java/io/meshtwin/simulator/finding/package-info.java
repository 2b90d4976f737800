/**
 * Findings that need the request space: what twin's own findings cannot see.
 *
 * <p>Input: a resolved mesh. Output: findings, sorted. Invariants: a rule is called unreachable
 * only when that is proven, at every place where it acts; nothing is said where a bound was hit.
 */
@NullMarked
package io.meshtwin.simulator.finding;

import org.jspecify.annotations.NullMarked;
