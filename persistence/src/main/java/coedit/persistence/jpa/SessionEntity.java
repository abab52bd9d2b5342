package coedit.persistence.jpa;

import coedit.persistence.SessionStore.Begun;
import coedit.persistence.SessionStore.Session;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A sign-in. */
@Entity
@Table(name = "sign_in")
class SessionEntity {

  /** No directory has it in a name. */
  private static final String SEPARATOR = "\0";

  @Id
  @Column(name = "id")
  String id = "";

  @Column(name = "user_name")
  String user = "";

  @Column(name = "display_name")
  String displayName = "";

  /** In UTF-8. Bytes, because text columns are limited in some databases and this list is not. */
  @Column(name = "group_names")
  byte[] groups = {};

  /** 1 or 0: databases differ about truth. */
  @Column(name = "administrator")
  int administrator;

  /** In milliseconds since 1970, as {@link #rotatedAt} is. */
  @Column(name = "expires_at")
  long expiresAt;

  @Column(name = "refresh_hash")
  String refreshHash = "";

  @Column(name = "previous_hash")
  @Nullable String previousHash;

  @Column(name = "rotated_at")
  long rotatedAt;

  /** Null, as the next four, in rows of a server of the release before. */
  @Column(name = "begun_at")
  @Nullable Long begunAt;

  @Column(name = "proven_at")
  @Nullable Long provenAt;

  @Column(name = "address")
  @Nullable String address;

  @Column(name = "agent")
  @Nullable String agent;

  @Column(name = "vouching")
  @Nullable String vouching;

  static SessionEntity of(Session session) {
    SessionEntity row = new SessionEntity();
    row.id = session.id();
    row.user = session.user();
    row.displayName = session.displayName();
    row.groups = String.join(SEPARATOR, session.groups()).getBytes(StandardCharsets.UTF_8);
    row.administrator = session.administrator() ? 1 : 0;
    row.expiresAt = session.expiresAt().toEpochMilli();
    row.refreshHash = session.refreshHash();
    row.previousHash = session.previousHash().orElse(null);
    row.rotatedAt = session.rotatedAt().toEpochMilli();
    row.begunAt = session.begun().at().toEpochMilli();
    row.provenAt = session.begun().provenAt().toEpochMilli();
    row.address = session.begun().address();
    row.agent = session.begun().agent();
    row.vouching = session.begun().vouching();
    return row;
  }

  Session toSession() {
    long began = begunAt == null ? rotatedAt : begunAt;
    return new Session(
        id,
        user,
        displayName,
        groups.length == 0
            ? Set.of()
            : Set.of(new String(groups, StandardCharsets.UTF_8).split(SEPARATOR, -1)),
        administrator == 1,
        Instant.ofEpochMilli(expiresAt),
        refreshHash,
        Optional.ofNullable(previousHash),
        Instant.ofEpochMilli(rotatedAt),
        new Begun(
            Instant.ofEpochMilli(began),
            Instant.ofEpochMilli(provenAt == null ? began : provenAt),
            Objects.requireNonNullElse(address, ""),
            Objects.requireNonNullElse(agent, ""),
            Objects.requireNonNullElse(vouching, "")));
  }
}
