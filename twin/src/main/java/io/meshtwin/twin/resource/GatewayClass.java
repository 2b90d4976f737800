package io.meshtwin.twin.resource;

/**
 * A GatewayClass.
 *
 * @param metadata identity
 * @param controllerName who serves its Gateways
 */
public record GatewayClass(Metadata metadata, String controllerName) implements Resource {
  static GatewayClass read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    var result = new GatewayClass(metadata, spec.required("controllerName"));
    spec.ignore("parametersRef", "description");
    spec.done();
    body.done();
    return result;
  }
}
