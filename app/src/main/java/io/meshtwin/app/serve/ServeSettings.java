package io.meshtwin.app.serve;

import io.meshtwin.ingest.log.LogLocation;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to serve, and where.
 *
 * @param log where the mesh's log is
 * @param mesh the mesh's name
 * @param sources where the mesh is seen
 * @param xds where proxies connect
 * @param http where the API listens
 * @param directory where the API's address is written for other commands; null for nowhere
 */
public record ServeSettings(
    LogLocation log,
    String mesh,
    Sources sources,
    InetSocketAddress xds,
    InetSocketAddress http,
    @Nullable Path directory) {
  /** Where the API listens unless told otherwise. */
  public static final String HTTP = "127.0.0.1:7470";

  /** Where proxies connect unless told otherwise. */
  public static final String XDS = "127.0.0.1:7471";

  /** The mesh's name unless told otherwise. */
  public static final String MESH = "mesh";
}
