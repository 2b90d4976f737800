package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A listener of a Gateway or an entry of a ListenerSet.
 *
 * @param name unique in its Gateway or ListenerSet
 * @param hostname which hosts, null for all
 * @param port 1 to 65535; 0 where it is not valid
 * @param protocol HTTP, HTTPS, TLS, TCP, UDP or an implementation's own
 * @param tls its TLS settings, null where it has none
 * @param allowed which routes may attach
 * @param field the listener's path
 */
public record GatewayListener(
    String name,
    @Nullable String hostname,
    int port,
    String protocol,
    @Nullable ListenerTls tls,
    AllowedRoutes allowed,
    String field) {
  /** ProtocolType: a word, or an implementation's own with its domain. */
  private static final Pattern PROTOCOL =
      Pattern.compile(
          "[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?|"
              + "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/[A-Za-z0-9]+");

  /** The listeners of a specification, in its order, and what the CRD would refuse of them. */
  static List<GatewayListener> readAll(ResourceKey owner, Fields spec) {
    List<GatewayListener> listeners = spec.list("listeners", listener -> read(owner, listener));
    ListenerRules.check(listeners, spec);
    return listeners;
  }

  private static GatewayListener read(ResourceKey owner, Fields listener) {
    if (!listener.has("port")) {
      listener.invalid("port", "is required");
    }
    String protocol = listener.required("protocol");
    if (listener.has("protocol") && !PROTOCOL.matcher(protocol).matches()) {
      listener.invalid("protocol", "must be a protocol as HTTP or example.com/own");
    }
    String name = listener.required("name");
    Form.SECTION_NAME.check(listener, "name");
    Form.HOSTNAME.check(listener, "hostname");
    var result =
        new GatewayListener(
            name,
            listener.optionalText("hostname"),
            listener.integer("port", 0, 1, 65535),
            protocol,
            listener.has("tls") ? ListenerTls.read(owner, listener.object("tls")) : null,
            AllowedRoutes.read(listener.object("allowedRoutes")),
            listener.path());
    listener.done();
    return result;
  }
}
