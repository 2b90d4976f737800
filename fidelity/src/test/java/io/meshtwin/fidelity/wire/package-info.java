@NullMarked
package io.meshtwin.fidelity.wire;

import org.jspecify.annotations.NullMarked;
