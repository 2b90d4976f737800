package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Fault;
import io.meshtwin.twin.routing.HashKey;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.Retries;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.SessionPersistence;
import io.meshtwin.twin.routing.Timeouts;
import io.meshtwin.twin.routing.access.AccessPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done with a request, worked out once for a rule: with it, a request gives a verdict. */
public sealed interface Effect {
  /**
   * Sent on, or answered where no share has somebody to answer.
   *
   * @param shares in the order of the rule, their weights sum to 1
   * @param handling how it is sent on
   * @param http whether a proxy reads the request; otherwise bytes are passed on as they are
   */
  record Forward(List<Share> shares, Handling handling, boolean http) implements Effect {
    public Forward {
      shares = List.copyOf(shares);
    }

    /** Limits in time, as they take effect. */
    public Timeouts timeouts() {
      return handling.timeouts();
    }

    /** The part of the requests that somebody answers, 0 to 1. */
    public double answered() {
      double answered = 0;
      for (Share share : shares) {
        answered += share.failure() == null ? share.weight() : 0;
      }
      return answered;
    }

    /** The same with other copies. */
    Forward with(List<Copy> copies) {
      return copies.equals(handling.copies())
          ? this
          : new Forward(shares, handling.with(copies), http);
    }
  }

  /**
   * How a request is sent on, beside where to.
   *
   * @param timeouts limits in time, as they take effect
   * @param retries when it is tried again, null for never
   * @param copies who gets a copy of it
   * @param session how a client stays with one endpoint, null where it does not
   * @param fault what is done to it on purpose, null for nothing
   * @param hash what the endpoint is chosen by, in order
   */
  record Handling(
      Timeouts timeouts,
      @Nullable Retries retries,
      List<Copy> copies,
      @Nullable SessionPersistence session,
      @Nullable Fault fault,
      List<HashKey> hash) {
    /** Once, without limit. */
    public static final Handling PLAIN =
        new Handling(Timeouts.NONE, null, List.of(), null, null, List.of());

    public Handling {
      copies = List.copyOf(copies);
      hash = List.copyOf(hash);
    }

    /** The part of the requests that no fault answers, 0 to 1. */
    public double passed() {
      return fault == null ? 1 : fault.passed();
    }

    /** The same with other copies. */
    Handling with(List<Copy> others) {
      return new Handling(timeouts, retries, others, session, fault, hash);
    }
  }

  /**
   * A redirect.
   *
   * @param scheme the listener's scheme
   * @param port the port dialed
   */
  record Redirect(RouteAction.Redirect action, String scheme, int port) implements Effect {
    /** Where a request is sent to, if its path stays. */
    public String location(String authority, String path) {
      RouteAction.Redirect kept =
          new RouteAction.Redirect(
              action.status(),
              action.scheme(),
              action.host(),
              action.port(),
              null,
              action.response(),
              action.ports());
      return Redirection.location(
          new Redirect(kept, scheme, port),
          new Request("GET", scheme, authority, path, null, Headers.NONE));
    }
  }

  /**
   * Answered by the proxy.
   *
   * @param status 200 for a CORS preflight, 400 to 599, or what the route says
   * @param reason in words
   * @param flags Envoy's response flags, null for none
   * @param response headers of the answer
   * @param body of the answer, null for none
   */
  record Respond(
      int status,
      String reason,
      @Nullable String flags,
      HeaderChanges response,
      @Nullable String body)
      implements Effect {
    /** An answer without headers and body of its own. */
    public Respond(int status, String reason, @Nullable String flags) {
      this(status, reason, flags, HeaderChanges.NONE, null);
    }

    /** An answer without a body. */
    public Respond(int status, String reason, @Nullable String flags, HeaderChanges response) {
      this(status, reason, flags, response, null);
    }
  }

  /**
   * Refused before any answer could be given.
   *
   * @param reason {@code tls}, {@code protocol} for bytes that are no HTTP, {@code rbac} or {@code
   *     jwt}
   * @param words why
   * @param flags Envoy's response flags, null for none
   * @param status what an HTTP client is answered, null where its connection fails
   * @param policy the policy that denied it, null where none did
   * @param origin what decided, null where nothing of the mesh did
   */
  record Reject(
      String reason,
      String words,
      @Nullable String flags,
      @Nullable Integer status,
      @Nullable AccessPolicy policy,
      @Nullable Origin origin)
      implements Effect {
    /** Of a connection that does not come about. */
    public Reject(String reason, String words, @Nullable String flags) {
      this(reason, words, flags, null, null, null);
    }

    /** Whether it came about, and a policy refused it then. */
    public boolean byPolicy() {
      return reason.equals("rbac") || reason.equals("jwt");
    }
  }

  /**
   * The connection does not come about.
   *
   * @param reason {@code dns}, {@code no_listener}, {@code no_endpoints}, {@code no_backend} or
   *     {@code network_policy}
   * @param words why
   */
  record Unreachable(String reason, String words) implements Effect {}

  /**
   * Leaves as dialed.
   *
   * @param host what was dialed; empty where it is what the connection says
   * @param port its port
   */
  record Passthrough(String host, int port) implements Effect {
    /** To whatever the connection says. */
    public Passthrough() {
      this("", 0);
    }

    /** Where to, in words that follow {@code to}. */
    public String words() {
      return host.isEmpty() ? "the address dialed" : host + ":" + port;
    }
  }

  /**
   * The answer depends on something that is not modelled.
   *
   * @param caveats at least one
   * @param fingerprint differs where a resource that a caveat names differs
   */
  record Unknown(List<Caveat> caveats, String fingerprint) implements Effect {
    public Unknown {
      caveats = List.copyOf(caveats);
    }
  }
}
