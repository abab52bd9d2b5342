package coedit.system;

import java.util.List;

/**
 * What a client sends and, while it does not know its fate, sends again letter for letter.
 *
 * @param sequence of the first operation
 * @param operations each in the type's JSON
 */
record Submission(String document, long sequence, long base, List<String> operations) {

  Submission {
    operations = List.copyOf(operations);
  }

  long lastSequence() {
    return sequence + operations.size() - 1;
  }

  String message() {
    return "{\"t\":\"submit\",\"d\":\"%s\",\"seq\":%d,\"base\":%d,\"ops\":[%s]}"
        .formatted(document, sequence, base, String.join(",", operations));
  }
}
