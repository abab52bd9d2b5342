package coedit.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.cluster.Cluster;
import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.MemberId;
import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MembershipWatchTest {

  private static final MemberId SELF = new MemberId("self");
  private static final MemberId OTHER = new MemberId("other");

  private final Sight cluster = new Sight();
  private final Notes notes = new Notes();
  private final MembershipWatch watch = new MembershipWatch(cluster, notes);

  private List<String> lookAndTell() {
    notes.lines.clear();
    watch.look();
    return List.copyOf(notes.lines);
  }

  @Test
  void whoComesAndWhoGoesIsWrittenDownOnce() {
    assertEquals(List.of("member-joined self"), lookAndTell());
    assertEquals(List.of(), lookAndTell());
    cluster.members = Set.of(SELF, OTHER);
    assertEquals(List.of("member-joined other"), lookAndTell());
    cluster.members = Set.of(SELF);
    assertEquals(List.of("member-left other"), lookAndTell());
    assertEquals(List.of(), lookAndTell());
  }

  /** Between two looks one was replaced by another. */
  @Test
  void whoTookAnothersPlaceIsWrittenDownAsBoth() {
    watch.look();
    cluster.members = Set.of(OTHER);
    assertEquals(List.of("member-joined other", "member-left self"), lookAndTell());
  }

  private static final class Notes implements AuditService {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void note(AuditEvent event) {
      lines.add(event.name() + " " + event.detail());
    }

    @Override
    public void noteSeldom(AuditEvent event) {
      note(event);
    }

    @Override
    public List<Line> before(long number, Filter filter, int limit) {
      return List.of();
    }
  }

  private static final class Sight implements Cluster {
    private Set<MemberId> members = Set.of(SELF);

    @Override
    public MemberId self() {
      return SELF;
    }

    @Override
    public Set<MemberId> members() {
      return members;
    }

    @Override
    public boolean standsAlone() {
      return false;
    }

    @Override
    public MemberId ownerOf(int shard) {
      return SELF;
    }

    @Override
    public void send(MemberId to, ClusterMessage message) {}

    @Override
    public boolean hasQuorum() {
      return true;
    }

    @Override
    public void listen(Listener listener) {}
  }
}
