package io.meshtwin.app.serve;

import java.time.Instant;

/**
 * A publisher failed.
 *
 * @param publisher its name
 * @param offset where the image stood that it was given
 * @param time when
 * @param reason the exception's class and message
 * @param count how often since the start
 */
public record PublisherFault(
    String publisher, long offset, Instant time, String reason, long count) {}
