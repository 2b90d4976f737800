/**
 * The console: one page and plain ES modules, served by the API's port, that read the API.
 *
 * <p>Invariants: no build, nothing from elsewhere on the network, nothing that the API does not
 * say, nothing that changes anything.
 */
@NullMarked
package io.meshtwin.app.web;

import org.jspecify.annotations.NullMarked;
