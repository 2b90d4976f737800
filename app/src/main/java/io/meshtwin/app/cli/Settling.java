package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Waits until a published change has converged or is rolled back. */
final class Settling {
  private static final long ASK_AGAIN_MILLISECONDS = 200;

  private Settling() {}

  static JsonNode await(ChangeCommand.Target target, Terminal terminal) {
    ServerClient client = target.server.client(terminal);
    try {
      JsonNode change = client.get(target.path(""));
      while (change.path("state").asText().equals("published")) {
        Thread.sleep(ASK_AGAIN_MILLISECONDS);
        change = client.get(target.path(""));
      }
      return change;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted; the server goes on: meshtwin change show", e);
    }
  }
}
