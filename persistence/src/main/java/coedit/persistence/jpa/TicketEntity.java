package coedit.persistence.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A ticket that was used. */
@Entity
@Table(name = "used_ticket")
class TicketEntity {

  @Id
  @Column(name = "id")
  String id = "";

  @Column(name = "expires_at")
  long expiresAt;
}
