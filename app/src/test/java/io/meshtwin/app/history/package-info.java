/** Tests of the commands, each run as the program would run it, in this process. */
@NullMarked
package io.meshtwin.app.history;

import org.jspecify.annotations.NullMarked;
