/** Tests of what is printed for people. */
@NullMarked
package io.meshtwin.app.report;

import org.jspecify.annotations.NullMarked;
