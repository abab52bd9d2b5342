package coedit.persistence;

import static coedit.persistence.Samples.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.Grant;
import coedit.model.Operation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every document store promises. */
public abstract class DocumentStoreContract {

  private final String user = "user-" + UUID.randomUUID();
  private final String group = "group-" + UUID.randomUUID();
  private final DocumentId id = Samples.document();

  protected abstract DocumentStore documents();

  /** The log of the same store. */
  protected abstract OperationLog log();

  private static Grant toUser(String user, Access access) {
    return new Grant(Grant.Kind.USER, user, access);
  }

  private DocumentId create(Instant updatedAt, Grant... grants) {
    DocumentRecord d = record(Samples.document(), Optional.empty());
    assertTrue(documents().create(d, List.of(grants)));
    documents().touch(Map.of(d.id(), updatedAt));
    return d.id();
  }

  private List<DocumentId> visible(String who, Set<String> groups) {
    return documents().visibleTo(who, groups, 0, 10_000).stream().map(DocumentRecord::id).toList();
  }

  @Test
  void aNewDocumentIsFoundByIdAndName() {
    String name = "name-" + UUID.randomUUID();
    DocumentRecord created = record(id, Optional.of(name));
    assertTrue(documents().create(created, List.of(toUser(user, Access.ADMIN))));
    assertEquals(Optional.of(created), documents().find(id));
    assertEquals(Optional.of(created), documents().findByName(name));
    assertEquals(List.of(toUser(user, Access.ADMIN)), documents().grants(id));
    assertEquals(Optional.empty(), documents().find(Samples.document()));
    assertEquals(Optional.empty(), documents().findByName(name + "x"));
  }

  @Test
  void aTakenIdOrNameStoresNothing() {
    String name = "name-" + UUID.randomUUID();
    assertTrue(documents().create(record(id, Optional.of(name)), List.of()));
    DocumentId second = Samples.document();
    assertFalse(
        documents().create(record(second, Optional.of(name)), List.of(toUser(user, Access.ADMIN))));
    assertEquals(Optional.empty(), documents().find(second));
    assertEquals(List.of(), documents().grants(second));
    assertFalse(documents().create(record(id, Optional.empty()), List.of()));
  }

  @Test
  void aDocumentIsStoredWithItsFirstOperationOrNotAtAll() {
    String name = "name-" + UUID.randomUUID();
    Operation first = Samples.operation(1);
    List<Grant> grants = List.of(toUser(user, Access.ADMIN));
    assertTrue(documents().create(record(id, Optional.of(name)), grants, Optional.of(first)));
    assertEquals(List.of(first), log().read(id, 1, 10, 10));
    assertEquals(1, log().head(id));
    assertFalse(documents().create(record(id, Optional.empty()), grants, Optional.of(first)));
    DocumentId second = Samples.document();
    assertFalse(documents().create(record(second, Optional.of(name)), grants, Optional.of(first)));
    assertEquals(0, log().head(second));
  }

  @Test
  void manyDocumentsHaveNoName() {
    assertTrue(documents().create(record(id, Optional.empty()), List.of()));
    assertTrue(documents().create(record(Samples.document(), Optional.empty()), List.of()));
  }

  @Test
  void theListShowsWhatUserGroupsAndEveryoneMayView() {
    Instant start = Instant.now().plusSeconds(1000).truncatedTo(ChronoUnit.MILLIS);
    DocumentId own = create(start.plusSeconds(1), toUser(user, Access.ADMIN));
    DocumentId shared =
        create(start.plusSeconds(3), new Grant(Grant.Kind.GROUP, group, Access.COMMENT));
    DocumentId open = create(start.plusSeconds(2), new Grant(Grant.Kind.EVERYONE, "", Access.VIEW));
    create(start.plusSeconds(4), toUser(user + "x", Access.ADMIN));
    create(start.plusSeconds(5), toUser(user, Access.NONE));
    create(start.plusSeconds(6), toUser(group, Access.EDIT));
    List<DocumentId> all = visible(user, Set.of(group, "another"));
    assertEquals(List.of(shared, open, own), all.subList(0, 3));
    assertFalse(visible(user, Set.of()).contains(shared));
    assertEquals(
        List.of(open, own),
        documents().visibleTo(user, Set.of(group), 1, 2).stream().map(DocumentRecord::id).toList());
  }

  @Test
  void twoWaysToADocumentListItOnce() {
    DocumentId both =
        create(
            Instant.now().plusSeconds(5000),
            toUser(user, Access.VIEW),
            new Grant(Grant.Kind.GROUP, group, Access.EDIT));
    long times = visible(user, Set.of(group)).stream().filter(both::equals).count();
    assertEquals(1, times);
  }

  @Test
  void aDeletedDocumentIsAbsentAndItsIdIsNeverReused() {
    String name = "name-" + UUID.randomUUID();
    DocumentRecord created = record(id, Optional.of(name));
    assertTrue(documents().create(created, List.of(toUser(user, Access.ADMIN))));
    long seen = created.accessEpoch();
    assertFalse(documents().delete(id, seen + 1), "its grants are others by now");
    assertTrue(documents().delete(id, seen));
    assertFalse(documents().delete(id, seen));
    assertEquals(Optional.empty(), documents().find(id));
    assertEquals(Optional.empty(), documents().findByName(name));
    assertEquals(List.of(), documents().grants(id));
    assertEquals(Map.of(), documents().grants(List.of(id)));
    assertFalse(visible(user, Set.of()).contains(id));
    assertFalse(documents().rename(id, "t", seen));
    assertEquals(Map.of(), documents().accessEpochs(List.of(id)));
    assertThrows(RuntimeException.class, () -> Samples.replaceGrants(documents(), id, List.of()));
    assertFalse(documents().create(record(id, Optional.empty()), List.of()));
    assertTrue(documents().create(record(Samples.document(), Optional.of(name)), List.of()));
  }

  @Test
  void renamingChangesTheTitle() {
    DocumentRecord created = record(id, Optional.empty());
    assertTrue(documents().create(created, List.of()));
    assertFalse(documents().rename(id, "t", created.accessEpoch() + 1), "its grants are others");
    assertTrue(documents().rename(id, "Neu 🎉", created.accessEpoch()));
    assertEquals("Neu 🎉", documents().find(id).orElseThrow().title());
    assertTrue(documents().typesInUse().contains(documents().find(id).orElseThrow().type()));
    assertFalse(documents().rename(Samples.document(), "t", created.accessEpoch()));
  }

  @Test
  void replacingGrantsRaisesTheAccessEpoch() {
    assertTrue(
        documents().create(record(id, Optional.empty()), List.of(toUser("a", Access.ADMIN))));
    List<Grant> replacement =
        List.of(
            new Grant(Grant.Kind.EVERYONE, "", Access.COMMENT),
            toUser("a", Access.EDIT),
            toUser("b", Access.NONE));
    assertEquals(2, Samples.replaceGrants(documents(), id, replacement));
    assertEquals(replacement, documents().grants(id));
    DocumentId another = Samples.document();
    List<Grant> anothers = List.of(toUser("a", Access.VIEW));
    assertTrue(documents().create(record(another, Optional.empty()), anothers));
    assertEquals(
        Map.of(id, replacement, another, anothers),
        documents().grants(List.of(id, another, Samples.document())));
    assertEquals(3, Samples.replaceGrants(documents(), id, List.of()));
    assertEquals(List.of(), documents().grants(id));
    DocumentId missing = Samples.document();
    assertEquals(Map.of(id, 3L), documents().accessEpochs(List.of(id, missing)));
    assertEquals(3, documents().find(id).orElseThrow().accessEpoch());
  }

  /** INV-11: whoever was let through before cannot commit any more, told of the change or not. */
  @Test
  void takingARightAwayShutsOutWhatIsNotCommittedYet() {
    List<Grant> before = List.of(toUser("a", Access.ADMIN), toUser("b", Access.EDIT));
    assertTrue(documents().create(record(id, Optional.empty()), before));
    for (List<Grant> after :
        List.of(
            List.of(toUser("a", Access.ADMIN), toUser("b", Access.COMMENT)),
            List.of(toUser("a", Access.ADMIN)))) {
      Samples.replaceGrants(documents(), id, before);
      Lease lease = log().acquire(5, "the owner");
      CommitGroup one = Samples.group(lease, id, Samples.operations(1, 1));
      Samples.replaceGrants(documents(), id, after);
      assertEquals(new CommitResult.Fenced(Set.of(5)), log().commit(one));
    }
    assertEquals(0, log().head(id));
  }

  @Test
  void givingARightLetsCommitsGoOn() {
    assertTrue(documents().create(record(id, Optional.empty()), List.of(toUser("a", Access.VIEW))));
    Lease lease = log().acquire(5, "the owner");
    Samples.replaceGrants(
        documents(), id, List.of(toUser("a", Access.EDIT), toUser("b", Access.VIEW)));
    assertEquals(
        new CommitResult.Committed(),
        log().commit(Samples.group(lease, id, Samples.operations(1, 1))));
  }

  @Test
  void deletingShutsOutWhatIsNotCommittedYet() {
    assertTrue(documents().create(record(id, Optional.empty()), List.of()));
    Lease lease = log().acquire(5, "the owner");
    assertTrue(documents().delete(id, documents().find(id).orElseThrow().accessEpoch()));
    assertEquals(
        new CommitResult.Fenced(Set.of(5)),
        log().commit(Samples.group(lease, id, Samples.operations(1, 1))));
  }

  @Test
  void anOwnerIsReplacedTogetherWithTheGrants() {
    assertTrue(documents().create(record(id, Optional.empty()), List.of()));
    assertEquals("olga", documents().find(id).orElseThrow().owner());
    assertEquals(
        OptionalLong.of(2),
        documents().replaceGrants(id, List.of(toUser("b", Access.ADMIN)), "b", 1));
    assertEquals(
        OptionalLong.empty(),
        documents().replaceGrants(id, List.of(), "alice", 1),
        "who looked before that");
    assertEquals("b", documents().find(id).orElseThrow().owner());
    assertEquals("alice", documents().find(id).orElseThrow().createdBy());
    assertEquals(List.of(toUser("b", Access.ADMIN)), documents().grants(id));
  }

  @Test
  void touchingNeverGoesBackInTime() {
    assertTrue(documents().create(record(id, Optional.empty()), List.of()));
    Instant late = Instant.ofEpochMilli(1_800_000_000_000L);
    documents().touch(Map.of(id, late, Samples.document(), late));
    documents().touch(Map.of(id, late.minusSeconds(5)));
    assertEquals(late, documents().find(id).orElseThrow().updatedAt());
  }
}
