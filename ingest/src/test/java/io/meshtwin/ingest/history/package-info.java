/** Tests of this package. */
@NullMarked
package io.meshtwin.ingest.history;

import org.jspecify.annotations.NullMarked;
