package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.flow.Call;

/**
 * A request to check.
 *
 * @param id what the user calls it
 * @param call the request
 */
public record Case(String id, Call call) {}
