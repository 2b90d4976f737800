package io.meshtwin.bridge.cache;

import com.google.protobuf.Any;

/**
 * One encoded resource.
 *
 * @param type its type
 * @param name unique within the type and the proxy
 * @param version the digest of its bytes
 * @param body the bytes, packed
 */
public record VersionedResource(ResourceType type, String name, String version, Any body) {
  /** Without the bytes: they may be a private key. */
  @Override
  public String toString() {
    return type + " " + name + "@" + version;
  }
}
