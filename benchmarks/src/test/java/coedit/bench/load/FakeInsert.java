package coedit.bench.load;

import coedit.bench.load.wire.JsonCursor;

/** The only operation the fake server knows. */
record FakeInsert(int place, String text) {

  static FakeInsert read(JsonCursor json) {
    int place = 0;
    String text = "";
    json.enter('[');
    while (json.more(']')) {
      if (json.peek() == '"') {
        json.text();
        text = json.string();
      } else {
        place = (int) json.integer();
      }
    }
    return new FakeInsert(place, text);
  }
}
