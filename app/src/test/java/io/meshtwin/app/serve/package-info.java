/** Tests of a running twin, on a real broker in a temporary directory. */
@NullMarked
package io.meshtwin.app.serve;

import org.jspecify.annotations.NullMarked;
