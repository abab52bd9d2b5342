package coedit.core.simulation;

import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.Grant;
import coedit.persistence.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * Grants that change while people write: the store knows at once, the members hear of it, late, or
 * never.
 */
final class Rights {

  static final List<Grant> EVERYBODY_EDITS =
      List.of(new Grant(Grant.Kind.EVERYONE, "", Access.EDIT));

  private final World world;

  Rights(World world) {
    this.world = world;
  }

  boolean mayEdit(String person, DocumentId document) {
    return world.documents.grants(document).stream()
        .filter(grant -> grant.kind() == Grant.Kind.EVERYONE || grant.subject().equals(person))
        .anyMatch(grant -> grant.access().allows(Access.EDIT));
  }

  /** Somebody may edit, view or do nothing from now on; or everybody may edit again. */
  void change() {
    DocumentId document = world.ids.get(world.random.nextInt(world.ids.size()));
    if (world.random.nextBoolean()) {
      replace(document, EVERYBODY_EDITS);
      return;
    }
    List<Grant> grants = new ArrayList<>();
    for (Actor actor : world.actors) {
      int dice = world.random.nextInt(4);
      Access access = dice == 0 ? Access.NONE : dice == 1 ? Access.VIEW : Access.EDIT;
      grants.add(new Grant(Grant.Kind.USER, actor.user(), access));
    }
    replace(document, grants);
  }

  void restore() {
    world.ids.forEach(document -> replace(document, EVERYBODY_EDITS));
  }

  private void replace(DocumentId document, List<Grant> grants) {
    long epoch = Samples.replaceGrants(world.documents, document, grants);
    if (world.random.nextInt(3) > 0) {
      Server told = world.someServer();
      world.schedule.soon(
          () -> told.run(() -> told.member().feed().accessChanged(document, epoch)));
      int shard = world.shardOf(document);
      world.schedule.soon(
          () -> told.run(() -> told.member().map().raiseAccessEpoch(document, shard, epoch)));
    }
  }
}
