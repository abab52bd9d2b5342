package coedit.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads processor time from Linux' {@code /proc/<pid>/stat}.
 *
 * <p>A database that forks a process per connection is counted whole: its first process with the
 * children it has waited for, plus those that run. So a connection that ends meanwhile is not lost.
 *
 * @param server process id, or 0
 * @param database process id of the first process, or 0
 */
record ProcessorMeter(long server, long database) {

  private static final double TICKS_PER_SECOND = 100;

  /** Field numbers of proc(5), less the two before the command's closing bracket and less one. */
  private static final int PARENT = 1;

  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int WAITED_USER = 13;
  private static final int WAITED_SYSTEM = 14;

  static ProcessorMeter of(Options options) {
    return new ProcessorMeter(options.number("server-pid", 0), options.number("database-pid", 0));
  }

  ProcessorTime read() {
    double own = ticks(ProcessHandle.current().pid(), USER, SYSTEM);
    double ofServer = server == 0 ? 0 : ticks(server, USER, SYSTEM);
    return new ProcessorTime(
        ofServer / TICKS_PER_SECOND,
        database == 0 ? 0 : databaseTicks() / TICKS_PER_SECOND,
        own / TICKS_PER_SECOND);
  }

  private double databaseTicks() {
    double sum = ticks(database, USER, SYSTEM, WAITED_USER, WAITED_SYSTEM);
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      List<Long> ids =
          processes
              .map(path -> path.getFileName().toString())
              .filter(name -> name.chars().allMatch(Character::isDigit))
              .map(Long::valueOf)
              .toList();
      for (long id : ids) {
        if (ticks(id, PARENT) == database) {
          sum += ticks(id, USER, SYSTEM);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sum;
  }

  /** The sum of these fields, 0 when the process is gone. */
  private static double ticks(long process, int... fields) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
      String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      double sum = 0;
      for (int field : fields) {
        sum += Double.parseDouble(values[field]);
      }
      return sum;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      // A process that ends while it is read answers with an error instead of a missing file.
      return 0;
    }
  }
}
