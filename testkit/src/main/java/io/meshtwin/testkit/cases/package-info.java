/**
 * Our own cases: a small mesh each, requests, and what becomes of them, written from the
 * specification.
 *
 * <p>Input: the files under {@code testkit/src/main/resources}, named as sentences. Output: objects
 * and requests for whoever checks them: the second reading, the simulator, a real Envoy. Invariant:
 * a case that was found by a disagreement stays.
 */
@NullMarked
package io.meshtwin.testkit.cases;

import org.jspecify.annotations.NullMarked;
