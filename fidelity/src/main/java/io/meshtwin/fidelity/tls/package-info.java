/**
 * Certificates minted for one run, and TLS as a client and as a server.
 *
 * <p>Input: the Secrets and ConfigMaps that routing names, never their values. Output: stand-ins of
 * our own for each of them, so that a run needs nobody's private key. Invariants: keys live in
 * memory and end with the run; whoever connects trusts everybody and tells what was shown.
 */
@NullMarked
package io.meshtwin.fidelity.tls;

import org.jspecify.annotations.NullMarked;
