package coedit.system;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lives in another JVM's heap. */
final class Heap {

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private Heap() {}

  /** After a full collection. */
  static long usedKilobytes(long pid) {
    Jcmd.run(pid, "GC.run");
    String info = Jcmd.run(pid, "GC.heap_info");
    long sum = 0;
    Matcher used = USED.matcher(info.split("Metaspace", 2)[0]);
    while (used.find()) {
      sum += Long.parseLong(used.group(1));
    }
    return sum;
  }

  /** How many instances of a class there are. */
  static long instances(long pid, String className) {
    Matcher line =
        Pattern.compile(": +(\\d+) +\\d+ +" + Pattern.quote(className) + "\\R")
            .matcher(Jcmd.run(pid, "GC.class_histogram"));
    return line.find() ? Long.parseLong(line.group(1)) : 0;
  }
}
