package coedit.core.cluster;

import coedit.core.service.Outcome;
import coedit.core.service.PlacementService;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.persistence.DocumentStore;
import coedit.persistence.PinStore;
import coedit.persistence.Shards;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Pins documents' shards to servers, in the database, where every member finds it. */
public final class Placement implements PlacementService {

  private final PinnedCluster cluster;
  private final PinStore pins;
  private final DocumentStore documents;
  private final int shards;

  public Placement(PinnedCluster cluster, PinStore pins, DocumentStore documents, int shards) {
    this.cluster = cluster;
    this.pins = pins;
    this.documents = documents;
    this.shards = shards;
  }

  @Override
  public List<Server> servers() {
    Map<Integer, String> wanted = cluster.wanted();
    List<Server> servers = new ArrayList<>();
    new TreeMap<>(cluster.servers())
        .forEach(
            (address, member) -> {
              List<Integer> owned =
                  IntStream.range(0, shards)
                      .filter(shard -> cluster.ownerOf(shard).equals(member))
                      .boxed()
                      .toList();
              long pinned =
                  owned.stream().filter(shard -> address.equals(wanted.get(shard))).count();
              boolean here = member.equals(cluster.self());
              servers.add(new Server(address, here, owned.size(), (int) pinned));
            });
    return servers;
  }

  @Override
  public Outcome<Place> find(DocumentId document) {
    return present(document).then(shard -> Outcome.done(place(document, shard)));
  }

  @Override
  public Outcome<Place> pin(DocumentId document, String server) {
    return present(document)
        .then(
            shard -> {
              if (!cluster.servers().containsKey(server)) {
                return Outcome.refused(ErrorCode.NOT_FOUND, nobodyAt(server));
              }
              pins.pin(shard, server);
              cluster.look();
              return Outcome.done(place(document, shard));
            });
  }

  private String nobodyAt(String server) {
    return cluster.standsAlone()
        ? "this server stands alone: there is none to pin a document to"
        : "there is no server at %s; there are %s"
            .formatted(server, new TreeMap<>(cluster.servers()).keySet());
  }

  @Override
  public Outcome<Place> unpin(DocumentId document) {
    return present(document)
        .then(
            shard -> {
              pins.unpin(shard);
              cluster.look();
              return Outcome.done(place(document, shard));
            });
  }

  private Outcome<Integer> present(DocumentId document) {
    return documents.find(document).isPresent()
        ? Outcome.done(Shards.of(document, shards))
        : Outcome.refused(ErrorCode.NOT_FOUND, "there is no such document");
  }

  private Place place(DocumentId document, int shard) {
    MemberId owner = cluster.ownerOf(shard);
    String server =
        cluster.servers().entrySet().stream()
            .filter(entry -> entry.getValue().equals(owner))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("");
    return new Place(document, shard, server, cluster.wanted().getOrDefault(shard, ""));
  }
}
