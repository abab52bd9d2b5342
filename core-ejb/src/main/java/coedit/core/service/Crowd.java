package coedit.core.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many are inside under each name, and no more than so many. Remembers nobody who has left.
 * Thread-safe.
 */
public final class Crowd {

  private final int most;
  private final Map<String, Integer> inside = new ConcurrentHashMap<>();

  public Crowd(int most) {
    this.most = most;
  }

  /** Lets one more in; false, and nobody is counted, when it is full. */
  public boolean enter(String name) {
    if (inside.merge(name, 1, Integer::sum) <= most) {
      return true;
    }
    leave(name);
    return false;
  }

  /** Whether nobody more would be let in now. */
  public boolean isFull(String name) {
    return inside.getOrDefault(name, 0) >= most;
  }

  /** One who was let in leaves. */
  public void leave(String name) {
    inside.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
  }

  /** Under how many names somebody is inside. */
  public int names() {
    return inside.size();
  }
}
