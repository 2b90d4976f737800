/** Translation: goldens, each accepted by a real Envoy. */
@NullMarked
package io.meshtwin.bridge.xds;

import org.jspecify.annotations.NullMarked;
