@NullMarked
package io.meshtwin.fidelity.envoy;

import org.jspecify.annotations.NullMarked;
