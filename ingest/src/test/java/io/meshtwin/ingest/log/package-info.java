/** Tests of the log on a real broker. */
@NullMarked
package io.meshtwin.ingest.log;

import org.jspecify.annotations.NullMarked;
