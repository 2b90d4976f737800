package io.meshtwin.twin.image;

/**
 * A record of the log that is not part of the image.
 *
 * @param offset of the record
 * @param reason why: it cannot be read, or the rules did not allow the step
 */
public record SetAside(long offset, String reason) {}
