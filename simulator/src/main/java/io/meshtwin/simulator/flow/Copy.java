package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Origin;

/**
 * A copy of some requests, whose answer is thrown away.
 *
 * @param fraction of the requests, above 0, at most 1
 * @param target who gets it
 * @param origin the filter
 */
public record Copy(double fraction, Target target, Origin origin) {}
