/**
 * The API server's audit log as events: who asked for which change, and on what authority.
 *
 * <p>Input: what its audit webhook sends ({@code audit.k8s.io/v1} EventList). Output: {@link
 * io.meshtwin.twin.event.Audited} events. Invariants: of objects and requests only the uid and the
 * resource version are read, of Secrets not even those; no message quotes what was sent.
 */
@NullMarked
package io.meshtwin.ingest.audit;

import org.jspecify.annotations.NullMarked;
