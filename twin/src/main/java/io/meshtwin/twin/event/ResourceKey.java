package io.meshtwin.twin.event;

/**
 * The identity of a resource: what the API server would call it, and in which cluster.
 *
 * <p>Ordered by group, kind, cluster, namespace and name, so that one sorted map answers "all of a
 * kind" and "all of a kind in a namespace" with a range.
 *
 * @param cluster the cluster's name, {@link #LOCAL} where there is only one
 * @param group the API group, empty for the core group; never with a version
 * @param kind the kind, for example {@code HTTPRoute}
 * @param namespace the namespace, empty for cluster-scoped kinds
 * @param name the name
 */
public record ResourceKey(String cluster, String group, String kind, String namespace, String name)
    implements Comparable<ResourceKey> {
  /** The cluster of manifests, and of a mesh that has one cluster only. */
  public static final String LOCAL = "local";

  /** The group of what Meshtwin itself records, such as changes; no API server has it. */
  public static final String OWN_GROUP = "meshtwin.io";

  private static final String CORE = "core";
  private static final String NO_NAMESPACE = "-";

  public ResourceKey {
    if (cluster.isEmpty() || kind.isEmpty()) {
      throw new IllegalArgumentException("a resource key needs a cluster and a kind: " + name);
    }
  }

  /** The namespace and name as the contracts write them: {@code ns/name}, or the name alone. */
  public String qualifiedName() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  /** The canonical form used as a record's key: {@code cluster/group/kind/namespace/name}. */
  public String path() {
    return cluster
        + '/'
        + (group.isEmpty() ? CORE : group)
        + '/'
        + kind
        + '/'
        + (namespace.isEmpty() ? NO_NAMESPACE : namespace)
        + '/'
        + name;
  }

  /**
   * Reads {@link #path()}.
   *
   * @throws IllegalArgumentException when the text has not five parts
   */
  public static ResourceKey parse(String path) {
    int group = path.indexOf('/');
    int kind = path.indexOf('/', group + 1);
    int namespace = path.indexOf('/', kind + 1);
    int name = path.indexOf('/', namespace + 1);
    if (group < 0
        || kind < group
        || namespace < kind
        || name < namespace
        || path.indexOf('/', name + 1) >= 0) {
      throw new IllegalArgumentException("not cluster/group/kind/namespace/name: " + path);
    }
    return new ResourceKey(
        path.substring(0, group),
        absent(path.substring(group + 1, kind), CORE),
        path.substring(kind + 1, namespace),
        absent(path.substring(namespace + 1, name), NO_NAMESPACE),
        path.substring(name + 1));
  }

  private static String absent(String part, String word) {
    return part.equals(word) ? "" : part;
  }

  /** Written out, as every look into an image comes through here. */
  @Override
  public int compareTo(ResourceKey other) {
    int order = compare(group, other.group);
    if (order == 0) {
      order = compare(kind, other.kind);
    }
    return order == 0 ? compareWithinKind(other) : order;
  }

  /** The same order for keys of one kind, which is not looked at. */
  public int compareWithinKind(ResourceKey other) {
    int order = compare(cluster, other.cluster);
    if (order == 0) {
      order = compare(namespace, other.namespace);
    }
    return order == 0 ? compare(name, other.name) : order;
  }

  /** Most keys that are compared share the very texts of their group, kind and cluster. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  private static int compare(String one, String other) {
    return one == other ? 0 : one.compareTo(other);
  }

  /** As output shows it: {@code HTTPRoute bookinfo/reviews}, with the cluster where it matters. */
  @Override
  public String toString() {
    String text = kind + " " + qualifiedName();
    return cluster.equals(LOCAL) ? text : text + " (" + cluster + ")";
  }
}
