/** Placeholder. */
@NullMarked
package io.meshtwin.testkit;

import org.jspecify.annotations.NullMarked;
