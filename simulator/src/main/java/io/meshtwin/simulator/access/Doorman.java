package io.meshtwin.simulator.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what a workload's proxy makes of a request: its filter chain, then its filters. */
public final class Doorman {
  private final Policies policies = new Policies();
  private final Tokens tokens = new Tokens();

  /**
   * What comes of it, and what happens to the request's headers on the way in.
   *
   * @param outcome whether the workload gets it
   * @param read whether a request is read; otherwise bytes are passed on
   * @param told what its proxy does to headers: what tokens say is written there, and never what a
   *     client says in their stead
   */
  public record Admission(Outcome outcome, boolean read, HeaderChanges told) {
    private static Admission of(Outcome outcome) {
      return new Admission(outcome, false, HeaderChanges.NONE);
    }
  }

  /**
   * @param token what the request carries, null for nothing
   */
  public Outcome ask(Inbound inbound, Wire wire, Shown shown, @Nullable Token token) {
    return admit(inbound, wire, shown, token).outcome();
  }

  /**
   * @param token what the request carries, null for nothing
   */
  public Admission admit(Inbound inbound, Wire wire, Shown shown, @Nullable Token token) {
    if (!inbound.caveats().isEmpty()) {
      return Admission.of(new Outcome.Undecided(inbound.caveats()));
    }
    Inbound.Chain chain = chain(inbound, wire);
    if (chain == null) {
      boolean plain = !wire.encrypted();
      String words =
          plain ? "the port takes mutual TLS only" : "the port takes no TLS but that of the mesh";
      return Admission.of(refused(plain ? "mtls" : "tls", words, inbound.origin()));
    }
    Outcome first = unasked(chain, shown);
    if (first != null) {
      return Admission.of(first);
    }
    Outcome closed = handshake(inbound, chain, wire);
    if (closed != null) {
      return Admission.of(closed);
    }
    boolean read = chain.http() && (chain.mutual() || !wire.encrypted());
    Outcome unread = read ? unread(inbound, chain, shown.request()) : null;
    if (unread != null) {
      return Admission.of(unread);
    }
    Shown seen = read ? shown : new Shown(shown.connection(), null, null);
    Passage passage = pass(chain.filters(), seen, read ? token : null);
    return new Admission(
        seen.request() == null ? closing(passage.outcome()) : passage.outcome(),
        read,
        read ? ClaimHeaders.told(chain.filters(), passage) : HeaderChanges.NONE);
  }

  /**
   * Envoy's codec answers what it cannot read with 400, and closes the connection. Where the first
   * bytes say whether a connection carries HTTP, a request that is none by itself may be passed on
   * as bytes, or come behind one that was HTTP.
   */
  private static @Nullable Outcome unread(
      Inbound inbound, Inbound.Chain chain, Shown.@Nullable Http request) {
    if (request == null) {
      return refused("protocol", "the port reads HTTP, and this is none", inbound.origin());
    }
    boolean guessed = !chain.tls() && !chain.protocols().isEmpty();
    return request.unread() == null || !guessed
        ? request.unread()
        : new Outcome.Undecided(
            List.of(
                new Caveat(
                    "whether the port takes a path that is none for HTTP is not modelled",
                    inbound.origin())));
  }

  /** Where no request is read nobody is answered: the connection ends. */
  private static Outcome closing(Outcome outcome) {
    return outcome instanceof Outcome.Refused refused
        ? new Outcome.Refused(
            refused.reason(), null, refused.words(), refused.policy(), refused.origin())
        : outcome;
  }

  /** A chain that takes nobody, or of which nothing is known, is no matter of handshakes. */
  private @Nullable Outcome unasked(Inbound.Chain chain, Shown shown) {
    if (chain.filters().isEmpty()) {
      return null;
    }
    return switch (chain.filters().getFirst()) {
      case AccessFilter.Closed closed -> closed(closed);
      case AccessFilter.Unmodelled unmodelled -> policies.unmodelled(unmodelled, shown);
      case AccessFilter.Tokens _, AccessFilter.Rbac _, AccessFilter.External _ -> null;
    };
  }

  private static Outcome closed(AccessFilter.Closed closed) {
    return refused("tls", "the proxy closes every connection of this kind", closed.origin());
  }

  /**
   * The chain that fits best: by TLS, where the proxy looks for it, then by the first of what the
   * connection says that it speaks that a chain asks for, then one that asks for nothing (Envoy,
   * FilterChainManagerImpl::findFilterChainForApplicationProtocols).
   */
  private static Inbound.@Nullable Chain chain(Inbound inbound, Wire wire) {
    boolean tls = wire.encrypted() && inbound.inspectsTls();
    List<String> said = tls == wire.encrypted() ? wire.protocols() : List.of();
    for (String one : said) {
      for (Inbound.Chain chain : inbound.chains()) {
        if (chain.tls() == tls && chain.protocols().contains(one)) {
          return chain;
        }
      }
    }
    for (Inbound.Chain chain : inbound.chains()) {
      if (chain.tls() == tls && chain.protocols().isEmpty()) {
        return chain;
      }
    }
    return null;
  }

  private static @Nullable Outcome handshake(Inbound inbound, Inbound.Chain chain, Wire wire) {
    if (chain.mutual()) {
      return wire.kind() == Wire.Kind.MESH
          ? null
          : refused("mtls", "the client shows no certificate of the mesh", inbound.origin());
    }
    return switch (wire.kind()) {
      case PLAIN -> null;
      case MESH, PROXY_TLS ->
          refused("tls", "the port does not end the TLS of the client's proxy", inbound.origin());
      case CLIENT_TLS ->
          chain.http() ? refused("tls", "the port reads HTTP without TLS", inbound.origin()) : null;
    };
  }

  /**
   * What filters make of a request, or of a connection where none is read.
   *
   * @param token what the request carries, null for nothing
   */
  public Passage pass(List<AccessFilter> filters, Shown shown, @Nullable Token token) {
    Shown seen = shown;
    AccessPolicy allowed = null;
    Tokens.Result accepted = Tokens.Result.NONE;
    for (AccessFilter filter : filters) {
      switch (filter) {
        case AccessFilter.External external -> {
          Outcome asked = policies.external(external, seen);
          if (asked != null) {
            return Passage.without(asked);
          }
        }
        case AccessFilter.Closed closed -> {
          return Passage.without(closed(closed));
        }
        case AccessFilter.Unmodelled unmodelled -> {
          Outcome asked = policies.unmodelled(unmodelled, seen);
          if (asked != null) {
            return Passage.without(asked);
          }
        }
        case AccessFilter.Tokens rules -> {
          Tokens.Result result = tokens.check(rules, policies.asked(rules, seen), token, seen);
          if (result.refusal() != null) {
            return Passage.without(result.refusal());
          }
          if (result.rule() != null || accepted.rule() == null) {
            accepted = result;
            seen = seen.with(result.claims());
          }
        }
        case AccessFilter.Rbac rbac when rbac.enforced() -> {
          Policies.Decided decided = policies.rbac(rbac, seen);
          if (decided.outcome() != null) {
            return Passage.without(decided.outcome());
          }
          allowed = decided.policy() == null ? allowed : decided.policy();
        }
        case AccessFilter.Rbac _ -> {}
      }
    }
    Outcome taken = new Outcome.Taken(allowed);
    JsonNode claims = accepted.claims();
    return claims == null ? Passage.without(taken) : new Passage(taken, accepted.rule(), claims);
  }

  private static Outcome refused(String reason, String words, Origin origin) {
    return new Outcome.Refused(reason, null, words, null, origin);
  }
}
