package coedit.persistence;

import coedit.model.Grant;
import java.util.List;

/** What a replacement of grants means for those who had one. */
public final class GrantChange {

  private GrantChange() {}

  /**
   * Whether any grant is gone or lower than it was. Somebody may still have the same right by
   * another one; that is not looked at, since it depends on groups that only a directory knows.
   */
  public static boolean takesAway(List<Grant> before, List<Grant> after) {
    return before.stream()
        .anyMatch(
            old ->
                after.stream()
                    .noneMatch(
                        now ->
                            now.kind() == old.kind()
                                && now.subject().equals(old.subject())
                                && now.access().allows(old.access())));
  }
}
