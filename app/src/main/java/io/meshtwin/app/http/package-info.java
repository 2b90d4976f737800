/**
 * The HTTP API of a running twin, under {@code /api/v1}, and what operators poll.
 *
 * <p>Input: requests. Output: JSON, or {@code {"error", "hint"}} with a fitting status. Invariants:
 * who may reach the port is trusted and says who he is, so it is a loopback port unless somebody
 * insists; a browser's page of another origin cannot write; nothing here decides anything.
 */
@NullMarked
package io.meshtwin.app.http;

import org.jspecify.annotations.NullMarked;
