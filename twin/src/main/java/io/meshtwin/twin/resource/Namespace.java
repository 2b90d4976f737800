package io.meshtwin.twin.resource;

/** A Namespace: its labels decide which Gateways its routes may attach to. */
public record Namespace(Metadata metadata) implements Resource {
  static Namespace read(Metadata metadata, Fields body) {
    body.ignore("spec");
    body.done();
    return new Namespace(metadata);
  }
}
