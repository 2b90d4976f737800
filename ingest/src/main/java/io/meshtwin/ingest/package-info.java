/** Placeholder. */
@NullMarked
package io.meshtwin.ingest;

import org.jspecify.annotations.NullMarked;
