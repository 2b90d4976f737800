/** Tests of the documents that are read and written. */
@NullMarked
package io.meshtwin.app.json;

import org.jspecify.annotations.NullMarked;
