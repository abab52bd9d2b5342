package coedit.core.audit;

import coedit.core.cluster.Cluster;
import coedit.core.cluster.MemberId;
import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import java.util.HashSet;
import java.util.Set;

/** Notes members that came or went since it looked last. Looks on one thread only. */
public final class MembershipWatch {

  private final Cluster cluster;
  private final AuditService audit;
  private Set<MemberId> known = Set.of();

  public MembershipWatch(Cluster cluster, AuditService audit) {
    this.cluster = cluster;
    this.audit = audit;
  }

  public void look() {
    Set<MemberId> now = cluster.members();
    note("member-joined", now, known);
    note("member-left", known, now);
    known = Set.copyOf(now);
  }

  private void note(String event, Set<MemberId> these, Set<MemberId> notThose) {
    Set<MemberId> some = new HashSet<>(these);
    some.removeAll(notThose);
    some.forEach(member -> audit.note(AuditEvent.ofServer(event, member.value())));
  }
}
