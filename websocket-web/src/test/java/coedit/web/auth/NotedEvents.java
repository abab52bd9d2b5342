package coedit.web.auth;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import java.util.ArrayList;
import java.util.List;

/** An audit log to look at. */
final class NotedEvents implements AuditService {

  private final List<AuditEvent> events = new ArrayList<>();

  List<AuditEvent> events() {
    return events;
  }

  @Override
  public void note(AuditEvent event) {
    events.add(event);
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
    throw new UnsupportedOperationException();
  }
}
