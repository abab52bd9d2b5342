package coedit.persistence;

import coedit.model.ClientId;
import coedit.model.Snapshot;
import java.util.Map;

/** A snapshot with the dedupe state as of its revision. */
public record StoredSnapshot(Snapshot snapshot, Map<ClientId, ClientHigh> clientHighs) {

  public StoredSnapshot {
    clientHighs = Map.copyOf(clientHighs);
  }
}
