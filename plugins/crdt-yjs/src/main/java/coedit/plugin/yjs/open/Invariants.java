package coedit.plugin.yjs.open;

/** What holds in every store between two transactions. Slow; for tests. */
final class Invariants {

  private final StructStore store;
  private final Items items;

  private Invariants(StructStore store) {
    this.store = store;
    this.items = store.items;
  }

  static void check(StructStore store) {
    Invariants invariants = new Invariants(store);
    int structs = 0;
    for (int i = 0; i < store.clients.count(); i++) {
      structs += invariants.checkLog(store.clients.at(i));
    }
    require(structs == store.items.live(), "a struct that no client has");
  }

  /** The client's structs cover its clocks without a hole. */
  private int checkLog(ClientLog log) {
    int clock = 0;
    int structs = 0;
    for (int item = log.first(); item != Items.NONE; item = log.next()) {
      require(store.clockOf(item) == clock, "a hole before clock " + clock);
      require(items.id(item) == log.id(clock), "an id of another client");
      require(items.length(item) > 0, "an empty struct");
      clock += items.length(item);
      structs++;
      if (items.kind(item) != Items.GC) {
        checkLinks(item);
      }
    }
    require(clock == log.state(), "a state that is not the end of the structs");
    require(structs == log.size(), "a chunk of the wrong size");
    for (int item = log.last(); structs > 0; structs--) {
      require(log.locate(items.id(item)) == item, "a struct that is not found");
      require(log.locate(store.lastId(item)) == item, "a struct whose end is not found");
      item = log.beforeLocated();
    }
    return log.size();
  }

  private void checkLinks(int item) {
    int left = items.left(item);
    int right = items.right(item);
    int list = items.list(item);
    if (left == Items.NONE) {
      require(store.lists.first(list) == item, "a first struct that its list does not know");
    } else {
      require(items.right(left) == item, "a broken link to the left");
      require(items.list(left) == list, "a list that goes over into another");
    }
    if (right != Items.NONE) {
      require(items.left(right) == item, "a broken link to the right");
    } else if (store.lists.isKeyed(list)) {
      require(store.lists.last(list) == item, "a last struct that its list does not know");
    }
    if (items.kind(item) == Items.TYPE) {
      require(store.lists.owner(items.content(item)) == item, "a type of another struct");
    }
    int owner = store.lists.owner(store.lists.typeOf(list));
    boolean alive = owner == Items.NONE || !items.isDeleted(owner);
    require(alive || items.isDeleted(item), "a struct that outlived its parent");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
