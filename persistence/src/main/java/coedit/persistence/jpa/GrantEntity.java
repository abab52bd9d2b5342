package coedit.persistence.jpa;

import coedit.model.Access;
import coedit.model.Grant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * One grant. Whom it names is one column, so that "everything that these principals may see" is one
 * look into one index.
 */
@Entity
@Table(name = "grants")
@IdClass(GrantEntity.Key.class)
class GrantEntity {

  private static final Map<Integer, Access> LEVELS =
      Map.of(
          0, Access.NONE, 10, Access.VIEW, 20, Access.COMMENT, 30, Access.EDIT, 40, Access.ADMIN);
  static final int VIEW_LEVEL = level(Access.VIEW);

  @Id
  @Column(name = "document")
  UUID document = Ids.NIL;

  @Id
  @Column(name = "principal")
  String principal = "";

  @Column(name = "access_level")
  int level;

  static GrantEntity of(UUID document, Grant grant) {
    GrantEntity row = new GrantEntity();
    row.document = document;
    row.principal = principal(grant.kind(), grant.subject());
    row.level = level(grant.access());
    return row;
  }

  static String principal(Grant.Kind kind, String subject) {
    return switch (kind) {
      case USER -> "U:" + subject;
      case GROUP -> "G:" + subject;
      case EVERYONE -> "E:";
    };
  }

  Grant toGrant() {
    String subject = principal.substring(2);
    Access access = Objects.requireNonNull(LEVELS.get(level), "an access level that nobody wrote");
    return switch (principal.charAt(0)) {
      case 'U' -> new Grant(Grant.Kind.USER, subject, access);
      case 'G' -> new Grant(Grant.Kind.GROUP, subject, access);
      default -> new Grant(Grant.Kind.EVERYONE, "", access);
    };
  }

  private static int level(Access access) {
    return switch (access) {
      case NONE -> 0;
      case VIEW -> 10;
      case COMMENT -> 20;
      case EDIT -> 30;
      case ADMIN -> 40;
    };
  }

  static final class Key {
    UUID document = Ids.NIL;
    String principal = "";

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && document.equals(that.document)
          && principal.equals(that.principal);
    }

    @Override
    public int hashCode() {
      return Objects.hash(document, principal);
    }
  }
}
