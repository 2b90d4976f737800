package io.meshtwin.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.Digest;

/**
 * What a change would do.
 *
 * @param digest of the behaviour difference: equal when nothing that was shown differs
 * @param summary one line
 * @param report all of it, as {@code preview -o json} prints it
 */
public record Plan(Digest digest, String summary, JsonNode report) {}
