package coedit.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.cluster.MemberId;
import coedit.core.fixture.Sight;
import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MembershipWatchTest {

  private static final MemberId SELF = Sight.SELF;
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
    public void noteOfStranger(AuditEvent event, String from) {
      note(event);
    }

    @Override
    public List<Line> before(long number, Filter filter, int limit) {
      return List.of();
    }
  }
}
