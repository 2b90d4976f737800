@NullMarked
package io.meshtwin.fidelity.echo;

import org.jspecify.annotations.NullMarked;
