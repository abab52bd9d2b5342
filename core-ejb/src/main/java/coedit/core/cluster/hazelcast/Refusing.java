package coedit.core.cluster.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import com.hazelcast.logging.LogEvent;
import com.hazelcast.logging.LogListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hears who refuses this member while it joins, because they are of another cluster. Hazelcast then
 * founds a cluster of its own, and tells nobody but its log. Whoever is away, stands still or is
 * just starting refuses nobody.
 */
final class Refusing implements LifecycleListener, HazelcastInstanceAware, LogListener {

  private static final Pattern REFUSED =
      Pattern.compile("could not join cluster at node: \\[(.+)](:\\d+) .*different cluster-name");

  private final Set<String> heard = new ConcurrentSkipListSet<>();
  private @Nullable HazelcastInstance hazelcast;

  /** Host:port of those who did. */
  List<String> members() {
    return List.copyOf(heard);
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance starting) {
    hazelcast = starting;
  }

  @Override
  public void stateChanged(LifecycleEvent event) {
    if (event.getState() == LifecycleEvent.LifecycleState.STARTING && hazelcast != null) {
      hazelcast.getLoggingService().addLogListener(Level.WARNING, this);
    }
  }

  @Override
  public void log(LogEvent event) {
    Matcher refused = REFUSED.matcher(String.valueOf(event.getLogRecord().getMessage()));
    if (refused.find()) {
      heard.add(refused.group(1) + refused.group(2));
    }
  }
}
