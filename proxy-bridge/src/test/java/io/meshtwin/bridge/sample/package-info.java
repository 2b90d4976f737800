/** What the bridge's tests share: routing in few words, addresses, echoes, Envoys. */
@NullMarked
package io.meshtwin.bridge.sample;

import org.jspecify.annotations.NullMarked;
