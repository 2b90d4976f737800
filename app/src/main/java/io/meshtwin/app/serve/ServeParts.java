package io.meshtwin.app.serve;

import io.meshtwin.bridge.xds.Addresses;

/**
 * What a running twin is given to think and to reach with.
 *
 * @param previewer says what a change would do
 * @param answerer says what a request would do
 * @param addresses where proxies find the mesh's listeners and endpoints
 */
public record ServeParts(Previewer previewer, Answerer answerer, Addresses addresses) {}
