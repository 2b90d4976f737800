package io.meshtwin.twin.resource;

/**
 * A ProxyConfig: how proxies are started. Nothing in it decides what they do with a request.
 *
 * @param metadata identity
 */
public record ProxyConfig(Metadata metadata) implements Resource {
  static ProxyConfig read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    spec.integer("concurrency", 0, 0, Integer.MAX_VALUE);
    spec.texts("environmentVariables");
    spec.ignore("selector", "image");
    spec.done();
    body.done();
    return new ProxyConfig(metadata);
  }
}
