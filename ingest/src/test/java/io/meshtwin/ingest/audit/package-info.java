/** Tests of the codec. */
@NullMarked
package io.meshtwin.ingest.audit;

import org.jspecify.annotations.NullMarked;
