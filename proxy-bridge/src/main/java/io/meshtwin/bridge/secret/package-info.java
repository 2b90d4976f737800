/**
 * Values of Secrets, as far as proxies need them: read from where they are, handed on, never kept.
 *
 * <p>Input: resource keys that routing names. Output: PEM. Invariants: no value has a {@code
 * toString} that tells it; nothing here is ever logged; what is not there is empty, never an
 * exception, and the proxy's chain or cluster that needs it fails closed.
 */
@NullMarked
package io.meshtwin.bridge.secret;

import org.jspecify.annotations.NullMarked;
