/** Tests of the codec. */
@NullMarked
package io.meshtwin.ingest.codec;

import org.jspecify.annotations.NullMarked;
