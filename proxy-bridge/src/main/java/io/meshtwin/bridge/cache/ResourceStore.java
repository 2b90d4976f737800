package io.meshtwin.bridge.cache;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import com.google.protobuf.Any;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import io.meshtwin.bridge.xds.ProxyResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Encodes resources, each content once: proxies that need the same resource share its bytes.
 * Content that no proxy needs any more is let go. Safe for use by several threads.
 */
public final class ResourceStore {
  private final Interner<VersionedResource> interner = Interners.newWeakInterner();

  /** The configuration of a proxy. */
  public Configuration configuration(ProxyResources resources) {
    List<VersionedResource> all = new ArrayList<>();
    encode(all, ResourceType.CLUSTER, resources.clusters(), cluster -> cluster.getName());
    encode(
        all,
        ResourceType.ENDPOINTS,
        resources.endpoints(),
        endpoints -> endpoints.getClusterName());
    encode(all, ResourceType.LISTENER, resources.listeners(), listener -> listener.getName());
    encode(all, ResourceType.ROUTES, resources.routes(), routes -> routes.getName());
    encode(all, ResourceType.SECRET, resources.secrets().all(), secret -> secret.getName());
    return Configuration.of(all).needing(resources.secrets().ofClusters());
  }

  /** One resource, encoded. */
  public VersionedResource encode(ResourceType type, String name, Message message) {
    byte[] bytes = deterministic(message);
    Any body =
        Any.newBuilder()
            .setTypeUrl(type.typeUrl())
            .setValue(UnsafeByteOperations.unsafeWrap(bytes))
            .build();
    return interner.intern(new VersionedResource(type, name, Versions.of(bytes), body));
  }

  private <M extends Message> void encode(
      List<VersionedResource> into, ResourceType type, List<M> messages, Function<M, String> name) {
    messages.forEach(message -> into.add(encode(type, name.apply(message), message)));
  }

  private static byte[] deterministic(Message message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes;
  }
}
