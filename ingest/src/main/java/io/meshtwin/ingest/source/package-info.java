/**
 * Where a mesh comes from: files, a directory that is followed, the Kubernetes API.
 *
 * <p>Input: manifests on disk or standard input, an API server. Output: events in the order in
 * which they were seen, errors and findings beside them. Invariants: a source writes nothing
 * anywhere; what is unchanged gives no event; the classes that read files load no Kubernetes client
 * and no Kafka.
 */
@NullMarked
package io.meshtwin.ingest.source;

import org.jspecify.annotations.NullMarked;
