package coedit.core.sequence;

import coedit.model.ClientId;
import coedit.model.Operation;
import coedit.persistence.ClientHigh;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last operation of every client of a document: what duplicates are recognised by (INV-2).
 *
 * <p>An immutable value, because a lane needs it as of its head and as of what is committed. A
 * small overlay over a shared base keeps a change from copying thousands of clients.
 */
public final class ClientHighs {

  private static final int OVERLAY = 32;
  private static final ClientHighs NONE = new ClientHighs(Map.of(), Map.of());

  private final Map<ClientId, ClientHigh> base;
  private final Map<ClientId, ClientHigh> overlay;

  private ClientHighs(Map<ClientId, ClientHigh> base, Map<ClientId, ClientHigh> overlay) {
    this.base = base;
    this.overlay = overlay;
  }

  public static ClientHighs none() {
    return NONE;
  }

  public static ClientHighs of(Map<ClientId, ClientHigh> highs) {
    return new ClientHighs(Map.copyOf(highs), Map.of());
  }

  public Optional<ClientHigh> find(ClientId client) {
    ClientHigh recent = overlay.get(client);
    return Optional.ofNullable(recent != null ? recent : base.get(client));
  }

  /** The last sequence of a client, 0 when it has none. */
  public long sequenceOf(ClientId client) {
    return find(client).map(ClientHigh::sequence).orElse(0L);
  }

  public ClientHighs with(ClientId client, ClientHigh high) {
    Map<ClientId, ClientHigh> changed = new HashMap<>(overlay);
    changed.put(client, high);
    if (changed.size() <= OVERLAY) {
      return new ClientHighs(base, changed);
    }
    Map<ClientId, ClientHigh> merged = new HashMap<>(base);
    merged.putAll(changed);
    return new ClientHighs(merged, Map.of());
  }

  /** After a committed or assigned operation. */
  public ClientHighs with(Operation operation) {
    ClientHigh high =
        new ClientHigh(
            operation.name().sequence(),
            operation.revision(),
            operation.provenance().digest(),
            operation.author());
    return with(operation.name().client(), high);
  }

  /** Only those of clients that have done something after {@code revision}. */
  public Map<ClientId, ClientHigh> activeAfter(long revision) {
    Map<ClientId, ClientHigh> all = toMap();
    all.values().removeIf(high -> high.revision() <= revision);
    return all;
  }

  public Map<ClientId, ClientHigh> toMap() {
    Map<ClientId, ClientHigh> all = new HashMap<>(base);
    all.putAll(overlay);
    return all;
  }
}
