package io.meshtwin.fidelity.wire;

/**
 * One header line.
 *
 * @param name as sent
 * @param value without the white space around it
 */
public record Header(String name, String value) {}
