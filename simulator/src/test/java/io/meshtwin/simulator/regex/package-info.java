/** Our reading of RE2 against RE2J's. */
@NullMarked
package io.meshtwin.simulator.regex;

import org.jspecify.annotations.NullMarked;
