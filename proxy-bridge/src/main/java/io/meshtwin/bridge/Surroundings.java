package io.meshtwin.bridge;

import io.meshtwin.bridge.cache.ResourceStore;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.bridge.xds.Addresses;

/**
 * What stays while meshes come and go.
 *
 * @param addresses where listeners and endpoints are
 * @param secrets what TLS is spoken with
 * @param store resources by content
 */
record Surroundings(Addresses addresses, SecretSource secrets, ResourceStore store) {}
