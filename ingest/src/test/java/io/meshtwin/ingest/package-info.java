/** Tests of the way in as a whole. */
@NullMarked
package io.meshtwin.ingest;

import org.jspecify.annotations.NullMarked;
