/**
 * RE2's expressions, which Envoy and Istio use: whether proxies take one, and its syntax, read.
 *
 * <p>Input: an expression. Output: what is wrong with it, and a {@link
 * io.meshtwin.twin.regex.Syntax} that automata are made of elsewhere. Invariants: what is read is
 * read as RE2 reads it; what is not read is said to be so, never guessed; no other dialect's parser
 * is asked what an expression means.
 */
@NullMarked
package io.meshtwin.twin.regex;

import org.jspecify.annotations.NullMarked;
