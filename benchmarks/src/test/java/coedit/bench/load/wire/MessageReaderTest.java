package coedit.bench.load.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageReaderTest {

  /** Writes down what it is told. */
  private static final class Notes implements ServerEvents {
    final List<String> lines = new ArrayList<>();

    @Override
    public void welcomed() {
      lines.add("welcome");
    }

    @Override
    public void pinged() {
      lines.add("ping");
    }

    @Override
    public void joined(JoinedState state) {
      lines.add(state.client() + " " + state.next() + " " + state.head() + " " + state.length());
    }

    @Override
    public void operation(CommittedOperation one) {
      lines.add(
          one.revision()
              + " "
              + one.client()
              + " "
              + one.sequence()
              + " "
              + one.lengthChange()
              + " "
              + one.payload());
    }

    @Override
    public void acknowledged(long sequence) {
      lines.add("ack " + sequence);
    }

    @Override
    public void refused(Refusal refusal) {
      lines.add(refusal.toString());
    }

    @Override
    public void ended(String kind, String code) {
      lines.add(kind + " " + code);
    }
  }

  private static List<String> read(String frame) {
    Notes notes = new Notes();
    byte[] bytes = ("#" + frame + "#").getBytes(StandardCharsets.UTF_8);
    new MessageReader().read(bytes, 1, bytes.length - 1, notes);
    return notes.lines;
  }

  @Test
  void readsOperationsWithWhatTheyDoToTheLength() {
    assertEquals(
        List.of("46 1ktw5u2a 8 1 [5,\"!\"]", "47 9z0hh2 3 -1 [2,{\"d\":1}]"),
        read(
            """
            {"t":"ops","d":"0b7e","ops":[{"r":46,"c":"1ktw5u2a","s":8,"u":"alice","at":1,"op":[5,"!"]},
             {"r":47,"c":"9z0hh2","s":3,"u":"b\\"ob","at":1795312000123,"op":[2,{"d":1}]}]}"""));
  }

  @Test
  void readsTheSameWhateverTheOrderOfFields() {
    assertEquals(
        List.of("1 a 2 1 [\"x\"]"),
        read(
            "{\"ops\":[{\"op\":[\"x\"],\"new\":{\"r\":[7]},\"s\":2,\"c\":\"a\",\"r\":1}],\"t\":\"ops\"}"));
  }

  @Test
  void readsAFrameThatHoldsSeveralMessages() {
    assertEquals(
        List.of("welcome", "ack 9", "ping"),
        read("[{\"t\":\"welcome\",\"v\":1},{\"t\":\"ack\",\"seq\":9,\"r\":0},{\"t\":\"ping\"}]"));
  }

  @Test
  void countsCodePointsOfEscapesAndOfUtf8() {
    String[] texts = {"a\\n\\u00e9", "\\ud83d\\ude00", "é😀", "\\\"\\\\"};
    int[] lengths = {3, 1, 2, 2};
    for (int i = 0; i < texts.length; i++) {
      String frame =
          "{\"t\":\"joined\",\"client\":\"c\",\"next\":1,\"head\":4,\"snapshot\":{\"r\":4,\"content\":\""
              + texts[i]
              + "\"},\"ops\":[]}";
      assertEquals(List.of("c 1 4 " + lengths[i]), read(frame));
    }
  }

  @Test
  void addsTheTailOfAJoinToItsSnapshot() {
    assertEquals(
        List.of("1ktw5u2a 8 42 8"),
        read(
            """
            {"t":"joined","d":"0b7e","client":"1ktw5u2a","next":8,"type":"text","access":"edit",
             "head":42,"snapshot":{"r":40,"v":1,"content":"Hello wor"},"ops":[
             {"r":41,"c":"x","s":1,"op":[9,"ld"]},{"r":42,"c":"x","s":2,"op":[{"d":"Hel"}]}]}"""));
  }

  @Test
  void readsRefusalsAndEndings() {
    assertEquals(
        List.of("Refusal[sequence=9, code=busy, retryAfterMillis=250]", "closed forbidden"),
        read(
            "[{\"t\":\"refuse\",\"seq\":9,\"code\":\"busy\",\"retryAfter\":250},"
                + "{\"t\":\"closed\",\"code\":\"forbidden\",\"message\":\"no\"}]"));
  }
}
