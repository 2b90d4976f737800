/** Tests of the sources, on real files and a real API server. */
@NullMarked
package io.meshtwin.ingest.source;

import org.jspecify.annotations.NullMarked;
