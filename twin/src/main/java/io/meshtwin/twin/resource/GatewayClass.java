package io.meshtwin.twin.resource;

import org.jspecify.annotations.Nullable;

/**
 * A GatewayClass.
 *
 * @param metadata identity
 * @param controllerName who serves its Gateways
 * @param parameters the implementation's own configuration, null for none
 */
public record GatewayClass(Metadata metadata, String controllerName, @Nullable ObjectRef parameters)
    implements Resource {
  static GatewayClass read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    var result =
        new GatewayClass(
            metadata,
            spec.required("controllerName"),
            spec.has("parametersRef")
                ? ObjectRef.named(metadata.key(), spec.object("parametersRef"))
                : null);
    spec.ignore("description");
    spec.done();
    body.done();
    return result;
  }
}
