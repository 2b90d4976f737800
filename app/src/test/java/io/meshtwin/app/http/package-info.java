/** Tests of what the API lets in and gives out. */
@NullMarked
package io.meshtwin.app.http;

import org.jspecify.annotations.NullMarked;
