package io.meshtwin.ingest.codec;

/**
 * Names of CloudEvents' attributes in the headers of Kafka's binary mode, and of our extensions.
 */
final class Binary {
  static final String PREFIX = "ce_";
  static final String CONTENT_TYPE = "content-type";
  static final String JSON = "application/json";
  static final String SPECIFICATION = "1.0";
  static final String CLUSTERS = "/clusters/";

  static final String ACTOR = "actor";
  static final String EVIDENCE = "actorevidence";
  static final String RESOURCE_VERSION = "resourceversion";
  static final String FILE = "originfile";
  static final String LINE = "originline";

  /** The {@link Seal} of a manifest. */
  static final String SEAL = "seal";

  private Binary() {}
}
