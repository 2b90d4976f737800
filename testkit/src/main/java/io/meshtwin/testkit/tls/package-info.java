/**
 * Certificates minted for a test: an {@link io.meshtwin.testkit.tls.Authority} issues {@link
 * io.meshtwin.testkit.tls.Minted} chains with their keys, as PEM. Elliptic curves, valid for a day;
 * nothing is kept.
 */
@NullMarked
package io.meshtwin.testkit.tls;

import org.jspecify.annotations.NullMarked;
