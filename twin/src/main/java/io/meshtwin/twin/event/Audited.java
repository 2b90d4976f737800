package io.meshtwin.twin.event;

/**
 * The API server's audit log says who asked for a change of a resource, and was allowed to. The
 * change itself is another event; which one, {@link Request#uid} and the provenance's resource
 * version say where the audit policy recorded the response, and otherwise the time.
 *
 * @param key the resource
 * @param request what was asked
 * @param provenance with the user as its actor, and the resource version that the response had,
 *     empty where it was not recorded
 */
public record Audited(ResourceKey key, Request request, Provenance provenance) implements Event {
  /**
   * A request of the API server's audit log ({@code audit.k8s.io/v1}).
   *
   * @param id of the request, {@code auditID}
   * @param verb {@code create}, {@code update}, {@code patch} or {@code delete}
   * @param address where it came from first, empty where that is not known
   * @param agent what the client calls itself
   * @param impersonator who acted in the user's name, empty for nobody
   * @param decision why it was allowed, in the authorizer's words; empty where they are not
   *     recorded
   * @param uid of the object, empty where it was not recorded
   */
  public record Request(
      String id,
      String verb,
      String address,
      String agent,
      String impersonator,
      String decision,
      String uid) {
    /** Whether the resource was asked to go. */
    public boolean isDeletion() {
      return verb.equals("delete");
    }
  }
}
