@NullMarked
package io.meshtwin.fidelity.check;

import org.jspecify.annotations.NullMarked;
