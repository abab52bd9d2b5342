package coedit.persistence.memory;

import coedit.model.DocumentId;
import coedit.persistence.SnapshotStore;
import coedit.persistence.StoredSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Snapshots in memory. */
public final class InMemorySnapshotStore implements SnapshotStore {

  private final Map<DocumentId, NavigableMap<Long, StoredSnapshot>> snapshots = new HashMap<>();

  @Override
  public synchronized void save(DocumentId document, StoredSnapshot snapshot) {
    of(document).putIfAbsent(snapshot.snapshot().revision(), snapshot);
  }

  @Override
  public synchronized Optional<StoredSnapshot> latest(DocumentId document, long atMost) {
    return Optional.ofNullable(of(document).floorEntry(atMost)).map(Map.Entry::getValue);
  }

  @Override
  public synchronized int prune(DocumentId document, int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep " + keep);
    }
    int gone = 0;
    for (; of(document).size() > keep; gone++) {
      of(document).pollFirstEntry();
    }
    return gone;
  }

  /** As after a backup was restored whose log ends there. */
  public synchronized void forgetAfter(DocumentId document, long revision) {
    of(document).tailMap(revision, false).clear();
  }

  private NavigableMap<Long, StoredSnapshot> of(DocumentId document) {
    return snapshots.computeIfAbsent(document, absent -> new TreeMap<>());
  }
}
