/**
 * Languages of texts as automata: RE2's expressions, read in twin, walked together lazily.
 *
 * <p>Input: expressions in RE2's syntax, literal texts, prefixes. Output: the shortest text that
 * some languages have and others do not, a proof that there is none, or "not decided" with the
 * bound that was hit. A text is a sequence of Unicode code points that a header, a path or a
 * parameter can hold: none is a control character, so {@code .} is every character. Invariants:
 * exact; no union or complement is ever built, only what a walk reaches is.
 */
@NullMarked
package io.meshtwin.simulator.regex;

import org.jspecify.annotations.NullMarked;
