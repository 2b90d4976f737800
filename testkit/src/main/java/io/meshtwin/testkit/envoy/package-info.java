/**
 * The real Envoy, for tests that send requests through it; see {@link
 * io.meshtwin.testkit.envoy.UsesEnvoy}.
 */
@NullMarked
package io.meshtwin.testkit.envoy;

import org.jspecify.annotations.NullMarked;
