package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Difference.Outcome;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.routing.ServerTls.ClientValidation;
import io.meshtwin.twin.routing.Transport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares how connections with TLS are taken: the certificates that are shown and the authorities
 * that sign clients' certificates, by name and content, and whether TLS ends here.
 */
record Connections(Simulator before, Simulator after, Causes causes) {

  /** The difference; empty where there is none, or where one side takes no such connection. */
  Optional<Difference> difference(Place place) {
    if (!(place.opening() instanceof Opening.Tls tls)
        || tls.certificate() != Opening.Shown.NOTHING) {
      return Optional.empty();
    }
    Call call = place.call(Calls.ANYTHING, true);
    Decision was = before.decide(call);
    Decision is = after.decide(call);
    if (was.chain() == null || is.chain() == null) {
      return Optional.empty();
    }
    Transport from = was.chain().chain().transport();
    Transport to = is.chain().chain().transport();
    String old = key(before, from);
    String now = key(after, to);
    if (old.equals(now)) {
      return Optional.empty();
    }
    String requests = tls.words() + ": every connection";
    return Optional.of(
        new Difference(
            place.clients(),
            place.destination(),
            requests,
            impact(from, to),
            Outcome.of(call, was.verdict(), is.verdict()),
            causes.of(place.destination(), Stream.concat(rests(from), rests(to)).toList()),
            String.join(
                "\n", place.clients().key(), place.destination().toString(), requests, old, now)));
  }

  private static Impact impact(Transport before, Transport after) {
    boolean weaker =
        Strictness.of(clients(after)) < Strictness.of(clients(before))
            || (before instanceof Transport.Terminated was
                && after instanceof Transport.Terminated is
                && Strictness.loosened(was.tls().parameters(), is.tls().parameters()));
    return weaker ? Impact.WEAKENS_SECURITY : Impact.REWRITES;
  }

  private static @Nullable ClientValidation clients(Transport transport) {
    return transport instanceof Transport.Terminated ended ? ended.tls().clients() : null;
  }

  private static Stream<ResourceKey> rests(Transport transport) {
    return switch (transport) {
      case Transport.Any _, Transport.PlainHttp _, Transport.Passthrough _ -> Stream.empty();
      case Transport.Terminated ended -> {
        ClientValidation clients = ended.tls().clients();
        yield Stream.concat(
            ended.tls().certificates().stream(),
            clients == null ? Stream.empty() : clients.authorities().stream());
      }
    };
  }

  private static String key(Simulator simulator, Transport transport) {
    return switch (transport) {
      case Transport.Any _ -> "any";
      case Transport.PlainHttp _ -> "plain HTTP";
      case Transport.Passthrough _ -> "passed on";
      case Transport.Terminated ended -> {
        ClientValidation clients = ended.tls().clients();
        String asked =
            clients == null
                ? ""
                : contents(simulator, clients.authorities())
                    + " "
                    + clients.demand()
                    + clients.names()
                    + clients.hashes()
                    + clients.keyHashes()
                    + clients.revocations();
        yield contents(simulator, ended.tls().certificates())
            + " clients "
            + asked
            + ended.tls().parameters()
            + ended.tls().missing();
      }
    };
  }

  private static List<String> contents(Simulator simulator, List<ResourceKey> keys) {
    return keys.stream()
        .map(key -> {
          ResourceState state = simulator.mesh().image().state(key);
          return key.path() + " " + (state == null ? "absent" : state.digest());
        })
        .toList();
  }
}
