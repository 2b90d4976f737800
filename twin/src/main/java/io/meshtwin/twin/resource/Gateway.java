package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.AllowedNamespaces.From;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Gateway.
 *
 * @param metadata identity
 * @param className its GatewayClass
 * @param listeners in the order of the manifest
 * @param listenerSets from which namespaces ListenerSets may attach
 * @param tls TLS settings of the whole Gateway
 * @param addressTypes types of the addresses that are asked for: IPAddress, Hostname or others
 * @param parameters the implementation's own configuration, null for none
 * @param unmodelled paths of fields that decide something and are not modelled
 */
public record Gateway(
    Metadata metadata,
    String className,
    List<GatewayListener> listeners,
    AllowedNamespaces listenerSets,
    GatewayTls tls,
    List<String> addressTypes,
    @Nullable ObjectRef parameters,
    List<String> unmodelled)
    implements Resource {
  /** The label of what runs a Gateway: the Gateway's name. */
  public static final String NAME_LABEL = "gateway.networking.k8s.io/gateway-name";

  private static final int MOST_ADDRESSES = 16;

  public Gateway {
    listeners = List.copyOf(listeners);
    addressTypes = List.copyOf(addressTypes);
    unmodelled = List.copyOf(unmodelled);
  }

  /** The GatewayClass that this Gateway names. */
  public ResourceKey classKey() {
    return new ResourceKey(
        metadata.key().cluster(), ParentRef.GATEWAY_GROUP, "GatewayClass", "", className);
  }

  /** The same Gateway with other metadata. */
  public Gateway with(Metadata other) {
    return new Gateway(
        other, className, listeners, listenerSets, tls, addressTypes, parameters, unmodelled);
  }

  static Gateway read(Metadata metadata, Fields body) {
    ResourceKey key = metadata.key();
    Fields spec = body.object("spec");
    Fields allowed = spec.object("allowedListeners");
    AllowedNamespaces listenerSets = AllowedNamespaces.read(allowed, From.NONE);
    allowed.done();
    var result =
        new Gateway(
            metadata,
            spec.required("gatewayClassName"),
            GatewayListener.readAll(key, spec),
            listenerSets,
            spec.has("tls") ? GatewayTls.read(key, spec.object("tls")) : GatewayTls.NONE,
            spec.list("addresses", Gateway::readAddress),
            parameters(key, spec.object("infrastructure")),
            spec.unmodelled("defaultScope"));
    if (result.addressTypes().size() > MOST_ADDRESSES) {
      spec.invalid("addresses", "must have at most " + MOST_ADDRESSES + " entries");
    }
    spec.done();
    body.done();
    return result;
  }

  private static String readAddress(Fields address) {
    String type = address.text("type", "IPAddress");
    address.ignore("value");
    address.done();
    return type;
  }

  private static @Nullable ObjectRef parameters(ResourceKey gateway, Fields infrastructure) {
    infrastructure.ignore("labels", "annotations");
    ObjectRef result =
        infrastructure.has("parametersRef")
            ? ObjectRef.named(gateway, infrastructure.object("parametersRef"))
            : null;
    infrastructure.done();
    return result;
  }
}
