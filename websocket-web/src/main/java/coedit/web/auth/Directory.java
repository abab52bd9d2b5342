package coedit.web.auth;

import coedit.core.service.AccountService;
import coedit.core.service.Participant;
import coedit.model.Grant;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whom a document can be shared with: built-in accounts, and users and groups of the registry. */
@Dependent
public class Directory {

  /**
   * Somebody, or a group.
   *
   * @param name as grants name it
   */
  public record Entry(Grant.Kind kind, String name, String displayName) {}

  private final AccountService accounts;

  @Inject
  Directory(AccountService accounts) {
    this.accounts = accounts;
  }

  /** Those whose name begins with a text; at most so many of each kind. */
  public List<Entry> find(String beginning, int limit) {
    Map<String, Entry> found = new LinkedHashMap<>();
    for (Participant account : accounts.search(beginning, limit)) {
      add(found, new Entry(Grant.Kind.USER, account.user(), account.displayName()));
    }
    Registry.users(beginning, limit)
        .forEach(user -> add(found, new Entry(Grant.Kind.USER, user.name(), user.displayName())));
    Registry.groups(beginning, limit)
        .forEach(
            group -> add(found, new Entry(Grant.Kind.GROUP, group.name(), group.displayName())));
    return List.copyOf(found.values());
  }

  private static void add(Map<String, Entry> found, Entry entry) {
    found.putIfAbsent(entry.kind() + " " + entry.name(), entry);
  }
}
