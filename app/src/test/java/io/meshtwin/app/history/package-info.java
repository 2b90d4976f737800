/** Tests of what the log tells. */
@NullMarked
package io.meshtwin.app.history;

import org.jspecify.annotations.NullMarked;
