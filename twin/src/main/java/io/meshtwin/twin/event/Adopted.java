package io.meshtwin.twin.event;

/**
 * The configuration observed at this point of the log counts as approved. From here on it changes
 * through approved changes only; before, whatever is observed is approved.
 */
public record Adopted(Provenance provenance) implements Event {}
