/** The ADS server before real Envoys and a client of our own. */
@NullMarked
package io.meshtwin.bridge.server;

import org.jspecify.annotations.NullMarked;
