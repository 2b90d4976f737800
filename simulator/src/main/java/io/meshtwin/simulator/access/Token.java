package io.meshtwin.simulator.access;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A token (JWT) that a request carries.
 *
 * @param issuer the claim {@code iss}
 * @param claims all claims, with {@code iss}; not to be changed
 * @param valid whether its signature verifies with the issuer's keys; that its times hold is taken
 *     for granted
 */
public record Token(String issuer, JsonNode claims, boolean valid) {}
