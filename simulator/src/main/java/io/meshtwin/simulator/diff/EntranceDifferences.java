package io.meshtwin.simulator.diff;

import java.util.List;

/**
 * Says who may enter otherwise.
 *
 * @param causes what was changed
 */
record EntranceDifferences(Causes causes) {
  /** What differs for some clients in the same way. */
  Difference of(ClientGroup clients, Destination destination, Entrances.Alike same) {
    Entrance first = same.first();
    return new Difference(
        clients,
        destination,
        same.words(),
        first.impact(),
        Difference.Outcome.of(first.call(), first.was().verdict(), first.is().verdict()),
        causes.of(destination, List.copyOf(first.policies())),
        String.join("\n", clients.key(), destination.toString(), first.earlier(), first.later()));
  }

  /** Two with the same words differ in the same way, of clients that are told of together. */
  static String words(ClientGroup clients, Entrances.Alike same) {
    Entrance first = same.first();
    return String.join(
        "\n",
        clients.workloads() == 0 ? clients.key() : "workloads",
        same.words(),
        first.earlier(),
        first.later());
  }

  /** What is not compared, and why. */
  Difference undecided(ClientGroup clients, Destination destination, String reason) {
    return new Difference(
        clients,
        destination,
        "who may enter",
        Impact.BREAKS,
        new Difference.Outcome.Undecided(reason),
        causes.of(destination, List.of()),
        clients.key() + "\n" + destination + "\nundecided " + reason);
  }
}
