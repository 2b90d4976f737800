@NullMarked
package io.meshtwin.fidelity.local;

import org.jspecify.annotations.NullMarked;
