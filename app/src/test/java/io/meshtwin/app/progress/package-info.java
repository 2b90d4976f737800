@NullMarked
package io.meshtwin.app.progress;

import org.jspecify.annotations.NullMarked;
