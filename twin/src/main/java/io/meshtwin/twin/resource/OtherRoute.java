package io.meshtwin.twin.resource;

import java.util.List;

/**
 * A GRPCRoute, TCPRoute, TLSRoute or UDPRoute: what it attaches to. What it does is not modelled
 * yet, so answers at those places are unknown.
 *
 * @param metadata identity; the key's kind tells which route it is
 * @param parents what it attaches to
 */
public record OtherRoute(Metadata metadata, List<ParentRef> parents) implements Resource {
  public OtherRoute {
    parents = List.copyOf(parents);
  }

  static OtherRoute read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    var result = new OtherRoute(metadata, ParentRef.readAll(metadata.key(), spec));
    spec.ignoreRest();
    body.done();
    return result;
  }
}
