package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SecretValues;
import java.util.Optional;

/**
 * Reads the values of Secrets and ConfigMaps from where a mesh is, past the log. Safe for use by
 * several threads.
 */
@FunctionalInterface
public interface SecretReader {
  /** A Secret's public facts, and its values. */
  record Content(Manifest manifest, SecretValues values) {}

  /**
   * The object as it is now, or as it was when it could be read last.
   *
   * @return empty when there is none, or it could never be read
   */
  Optional<Content> read(ResourceKey key);
}
