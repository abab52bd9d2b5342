package coedit.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Java process holds after a collection, in kilobytes.
 *
 * @param resident what the kernel has given it
 * @param heap what its objects take
 */
record ServerMemory(long resident, long heap) {

  private static final Pattern RESIDENT = Pattern.compile("(?m)^Rss:\\s+(\\d+) kB");

  /** A line of any of HotSpot's collectors, but not of what lies outside the heap. */
  private static final Pattern HEAP =
      Pattern.compile(
          "(?m)^ *(?:garbage-first heap|.*generation|PS\\w+|Par\\w+|ZHeap).*used (\\d+)([KM])");

  static ServerMemory afterCollection(long process) throws IOException {
    jcmd(process, "GC.run");
    String rollup = Files.readString(Path.of("/proc/" + process + "/smaps_rollup"));
    return new ServerMemory(sum(RESIDENT, rollup), sum(HEAP, jcmd(process, "GC.heap_info")));
  }

  private static long sum(Pattern pattern, String text) {
    long sum = 0;
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      boolean megabytes = matcher.groupCount() > 1 && matcher.group(2).equals("M");
      sum += Long.parseLong(matcher.group(1)) * (megabytes ? 1_024 : 1);
    }
    return sum;
  }

  private static String jcmd(long process, String command) throws IOException {
    Process jcmd =
        new ProcessBuilder("jcmd", Long.toString(process), command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.onExit().join().exitValue() != 0) {
      throw new IOException("jcmd " + command + ": " + answer);
    }
    return answer;
  }
}
