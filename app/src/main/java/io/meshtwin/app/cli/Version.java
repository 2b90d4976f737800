package io.meshtwin.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints; the build writes it into a resource. */
final class Version implements IVersionProvider {
  private static final String RESOURCE = "/io/meshtwin/app/version.properties";

  @Override
  public String[] getVersion() throws IOException {
    var properties = new Properties();
    try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
      properties.load(Objects.requireNonNull(resource, RESOURCE));
    }
    String commit = properties.getProperty("commit", "");
    String suffix = commit.isEmpty() ? "" : " (" + commit + ")";
    return new String[] {"meshtwin " + properties.getProperty("version") + suffix};
  }
}
