package coedit.core.simulation;

import coedit.core.cluster.Cluster;
import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.MemberId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** The members that are up, who owns what in whose view, and messages that get lost. */
final class Network {

  private final Schedule schedule;
  private final Random random;
  private final int shards;
  private final Plan plan;
  private final Map<MemberId, View> views = new LinkedHashMap<>();
  boolean faults = true;

  /** While somebody is cut off: whether that one, or else the others, are too few to go on. */
  private boolean cutOffAreFew;

  private boolean othersAreFew;

  Network(Schedule schedule, Random random, int shards, Plan plan) {
    this.plan = plan;
    this.schedule = schedule;
    this.random = random;
    this.shards = shards;
  }

  /**
   * @param await called wherever the member may crash
   */
  View join(MemberId member, Runnable await) {
    View view = new View(member, await);
    for (int shard = 0; shard < shards; shard++) {
      view.owners.put(shard, views.isEmpty() ? member : views.values().iterator().next().self);
    }
    views.put(member, view);
    agree();
    return view;
  }

  void leave(MemberId member) {
    views.remove(member);
    agree();
  }

  /** Somebody's view of a shard's owner changes; the others hear of it later, or never. */
  void moveSomething() {
    List<View> all = new ArrayList<>(views.values());
    if (!all.isEmpty() && plan.has(Trouble.MOVING_SHARDS)) {
      View whose = all.get(random.nextInt(all.size()));
      MemberId owner = all.get(random.nextInt(all.size())).self;
      whose.owners.put(random.nextInt(shards), owner);
      whose.changed();
    }
  }

  /** Somebody sees nobody else any more, and takes itself for the owner of everything. */
  boolean cutOff() {
    List<View> all = new ArrayList<>(views.values());
    if (all.size() < 2 || !plan.has(Trouble.CUT_OFF) || all.stream().anyMatch(View::isCutOff)) {
      return false;
    }
    all.get(random.nextInt(all.size())).cutOff = true;
    int few = random.nextInt(3);
    cutOffAreFew = few == 1;
    othersAreFew = few == 2;
    agree();
    return true;
  }

  boolean isCut() {
    return views.values().stream().anyMatch(View::isCutOff);
  }

  /** Everybody sees everybody again. */
  void mend() {
    views.values().forEach(view -> view.cutOff = false);
    agree();
  }

  /** Everybody sees the same owners, who are up: on each side of a cut. */
  void agree() {
    agree(views.values().stream().filter(View::isCutOff).toList());
    agree(views.values().stream().filter(view -> !view.cutOff).toList());
  }

  private void agree(List<View> all) {
    if (all.isEmpty()) {
      return;
    }
    for (int shard = 0; shard < shards; shard++) {
      MemberId owner = all.get(random.nextInt(all.size())).self;
      for (View view : all) {
        view.owners.put(shard, owner);
      }
    }
    all.forEach(View::changed);
  }

  /** One member's cluster. */
  final class View implements Cluster {
    private final MemberId self;
    private final Map<Integer, MemberId> owners = new LinkedHashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final Runnable await;
    private boolean cutOff;

    View(MemberId self, Runnable await) {
      this.self = self;
      this.await = await;
    }

    boolean isCutOff() {
      return cutOff;
    }

    private void changed() {
      schedule.soon(() -> ifUp(Listener::membershipChanged));
    }

    private void ifUp(java.util.function.Consumer<Listener> call) {
      if (views.get(self) == this) {
        listeners.forEach(call);
      }
    }

    @Override
    public MemberId self() {
      return self;
    }

    @Override
    public Set<MemberId> members() {
      return views.values().stream()
          .filter(other -> other.cutOff == cutOff)
          .map(other -> other.self)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public boolean standsAlone() {
      return false;
    }

    @Override
    public MemberId ownerOf(int shard) {
      MemberId owner = owners.get(shard);
      return owner == null ? self : owner;
    }

    @Override
    public void send(MemberId to, ClusterMessage message) {
      await.run();
      int dice = faults && plan.has(Trouble.BAD_MESSAGES) ? random.nextInt(100) : 99;
      int copies = dice < 5 ? 0 : dice < 10 ? 2 : 1;
      for (int i = 0; i < copies; i++) {
        schedule.soon(
            () -> {
              View receiver = views.get(to);
              if (receiver != null && receiver.cutOff == cutOff) {
                receiver.ifUp(listener -> listener.received(self, message));
              }
            });
      }
      await.run();
    }

    @Override
    public boolean hasQuorum() {
      return !isCut() || !(cutOff ? cutOffAreFew : othersAreFew);
    }

    @Override
    public void listen(Listener listener) {
      listeners.add(listener);
    }
  }
}
